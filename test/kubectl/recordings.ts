import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type RecordedCommand, type Session } from './session.js';

/** What was printed, by session. */
export type SessionRecording = Readonly<Record<string, readonly RecordedCommand[]>>;

export function readSessions(file: string | URL): SessionRecording {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as SessionRecording;
}

/** Writes one line per command, so that a change can be read. */
export function writeSessions(file: string | URL, recording: SessionRecording): void {
  const sessions = Object.entries(recording).map(([name, commands]) => {
    const lines = commands.map((command) => `\n  ${JSON.stringify(command)}`);
    return `\n ${JSON.stringify(name)}: [${lines.join(',')}\n ]`;
  });
  fs.writeFileSync(file, `{${sessions.join(',')}\n}\n`);
}

/** The sessions of a module: its default export. */
export async function loadSessions(file: string | URL): Promise<readonly Session[]> {
  const url = file instanceof URL ? file : pathToFileURL(file);
  const module = (await import(/* @vite-ignore */ url.href)) as { default: Session | readonly Session[] };
  return [module.default].flat();
}
