/** Documents whose commands are shown with what they print: ```console blocks of `$ command`, `> its next line` and output. */

export interface Command {
  /** Whole, its lines joined. */
  readonly text: string;
  /** What it prints; … stands for any text of a line, and alone on a line for any lines. */
  readonly output: string;
}

/** The commands that are given to one server. */
export interface Chapter {
  /** `1.23`. */
  readonly kubernetesVersion: string;
  readonly commands: readonly Command[];
}

const SERVER = /^ {4}npm start -- --kubernetes-version (\d\.\d+)$/;

/** A document's chapters: each begins with the indented command that starts its server. */
export function chapters(document: string): readonly Chapter[] {
  const found: { kubernetesVersion: string; commands: Command[] }[] = [];
  let block: string[] | undefined;
  for (const line of document.split('\n')) {
    const version = block === undefined ? SERVER.exec(line)?.[1] : undefined;
    if (version !== undefined) found.push({ kubernetesVersion: version, commands: [] });
    else if (line === '```console') block = [];
    else if (line === '```' && block !== undefined) {
      const chapter = found.at(-1);
      if (chapter === undefined) throw new Error('commands come before the first server');
      chapter.commands.push(...commandsOf(block));
      block = undefined;
    } else block?.push(line);
  }
  return found;
}

/** The commands of a document that has one server all along. */
export function transcript(document: string): readonly Command[] {
  const blocks = document.matchAll(/^```console\n([^]*?)\n```$/gm);
  return [...blocks].flatMap(([, block = '']) => commandsOf(block.split('\n')));
}

function commandsOf(block: readonly string[]): Command[] {
  const commands: { text: string; output: string }[] = [];
  for (const line of block) {
    const command = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ text: line.slice(2), output: '' });
    else if (command === undefined) throw new Error(`a block begins with what no command printed: ${line}`);
    else if (line.startsWith('> ') && command.output === '') command.text += `\n${line.slice(2)}`;
    else command.output += `${line}\n`;
  }
  return commands;
}

/** True where a command printed what its document shows. */
export function matches(output: string, printed: string): boolean {
  const lines = output.split('\n').map((line) => {
    const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    return line === '…' ? String.raw`(?:.*\n)*?.*` : parts.join('.*');
  });
  return new RegExp(`^${lines.join(String.raw`\n`)}$`).test(printed);
}
