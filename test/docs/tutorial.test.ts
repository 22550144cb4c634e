import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { withDirectory } from '../directory.js';
import { DOWNLOAD_TIMEOUT, findKubectl, type FoundKubectl, SESSION_TIMEOUT } from '../kubectl/workbench.js';
import { startServer } from '../server.js';
import { type Chapter, chapters, matches } from './transcripts.js';

const CHAPTERS = chapters(readFileSync(new URL('../../docs/tutorial.md', import.meta.url), 'utf8'));
/** Every chapter is a shell of its own; what the first one defines is there in all of them. */
const DEFINITIONS = CHAPTERS[0]?.commands.filter(({ text }) => /^\w+\(\) \{/.test(text)) ?? [];
const CONTROL_TOKEN = 'the-control-token-of-the-tutorial';
/** Parts the output of one command from the next one's. */
const PART = '--- a command ends here ---';

const exec = promisify(execFile);

async function printedBy(chapter: Chapter, kubectl: string): Promise<readonly string[]> {
  const { kubernetesVersion, commands } = chapter;
  const server = await startServer({ kubernetesVersion, controlToken: CONTROL_TOKEN, simulateNodes: 1 });
  try {
    return await withDirectory(async (directory) => {
      await fs.writeFile(path.join(directory, 'kubemint.kubeconfig'), server.kubeconfig(), { mode: 0o600 });
      await fs.writeFile(path.join(directory, 'kubemint.control-token'), CONTROL_TOKEN);
      const defined = chapter === CHAPTERS[0] ? [] : DEFINITIONS;
      const parts = commands.map(({ text }) => `${text.replaceAll(':6443', `:${server.port}`)}\necho '${PART}'\n`);
      const script = ['exec 2>&1', ...defined.map(({ text }) => text), ...parts].join('\n');
      const env = {
        HOME: directory,
        PATH: [path.dirname(kubectl), path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter),
        KUBECONFIG: path.join(directory, 'kubemint.kubeconfig'),
      };
      const { stdout } = await exec('bash', ['-c', script], { cwd: directory, env });
      return stdout.split(`${PART}\n`);
    });
  } finally {
    await server.close();
  }
}

describe('the tutorial', () => {
  let found: FoundKubectl;

  beforeAll(async () => {
    found = await findKubectl('1.35.2');
  }, DOWNLOAD_TIMEOUT);

  it('walks through the versions', () => {
    expect(CHAPTERS.map(({ kubernetesVersion }) => kubernetesVersion)).toEqual([
      '1.20',
      '1.21',
      '1.22',
      '1.23',
      '1.24',
      '1.37',
    ]);
  });

  it.for(CHAPTERS)(
    'has commands that print what it says: $kubernetesVersion',
    { timeout: SESSION_TIMEOUT },
    async (chapter, context) => {
      if ('missing' in found) {
        console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
        return context.skip(found.missing);
      }
      const printed = await printedBy(chapter, found.binary);
      expect(chapter.commands.length).toBeGreaterThan(0);
      for (const [index, { text, output }] of chapter.commands.entries()) {
        const actual = printed[index] ?? '';
        // Shown as a difference of two texts, which says more than that a pattern did not match.
        if (!matches(output, actual)) expect(actual, `what this prints: ${text}`).toBe(output);
      }
    },
  );
});

describe('what a document may show of an output', () => {
  it.each([
    ['a\n', 'a\n', true],
    ['a\n', 'b\n', false],
    ['a …\n', 'a 12\n', true],
    ['a …\n', 'a 12\nb\n', false],
    ['a\n…\nz\n', 'a\n1\n2\nz\n', true],
    ['a\n…\nz\n', 'a\n1\n2\ny\n', false],
    ['', 'a\n', false],
  ])('%j, printed: %j', (output, printed, same) => {
    expect(matches(output, printed)).toBe(same);
  });
});
