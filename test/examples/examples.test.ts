import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matches } from '../docs/transcripts.js';
import { DOWNLOAD_TIMEOUT, findKubectl, type FoundKubectl } from '../kubectl/workbench.js';
import { bundled, EXAMPLES, ROOT, runExample } from './programs.js';

const TIMEOUT = 120_000;
/** Where the kubectl of an example could not be run as in a pod. */
const LEFT_OUT = /^ {2}-- {2}left out: .*$/m;

let directory: string;
let found: FoundKubectl;
let kubemint: string;

beforeAll(async () => {
  await fs.mkdir(path.join(ROOT, '.cache'), { recursive: true });
  directory = await fs.mkdtemp(path.join(ROOT, '.cache', 'examples-'));
  [kubemint, found] = await Promise.all([bundled(directory), findKubectl('1.35.2')]);
}, DOWNLOAD_TIMEOUT);

afterAll(() => fs.rm(directory, { recursive: true, force: true }));

/** What an example's README says that its command prints. */
async function shownBy(name: string): Promise<string> {
  const readme = await fs.readFile(path.join(EXAMPLES, name, 'README.md'), 'utf8');
  const block = new RegExp(String.raw`^\`\`\`console\n\$ node examples/${name}/run\.mjs\n([^]*?)^\`\`\`$`, 'm');
  return block.exec(readme)?.[1] ?? expect.fail(`${name}/README.md shows no output of run.mjs`);
}

describe.concurrent('an example prints what its README shows', () => {
  it.for(['phased-audience-migration', 'kubelet-rotation'])('%s', { timeout: TIMEOUT }, async (name, { expect }) => {
    const { code, stdout, stderr } = await runExample(name, { KUBEMINT: kubemint });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const shown = await shownBy(name);
    if (!matches(shown, stdout)) expect(stdout).toBe(shown);
  });

  it('relying-party', { timeout: TIMEOUT }, async (context) => {
    if ('missing' in found) {
      console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
      return context.skip(found.missing);
    }
    const { code, stdout, stderr } = await runExample('relying-party', { KUBEMINT: kubemint, KUBECTL: found.binary });
    context.expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [leftOut] = LEFT_OUT.exec(stdout) ?? [];
    if (leftOut !== undefined) {
      console.warn(`SKIPPED kubectl of ${context.task.name}: ${leftOut}`);
      return context.skip(leftOut);
    }
    const shown = await shownBy('relying-party');
    if (!matches(shown, stdout)) context.expect(stdout).toBe(shown);
  });
});

it('an example that goes wrong says so, and leaves nothing behind', { timeout: TIMEOUT }, async () => {
  const temporary = path.join(directory, 'temporary');
  await fs.mkdir(temporary);
  const env = { KUBEMINT: path.join(directory, 'not-there.js'), TMPDIR: temporary };
  const { code, stderr } = await runExample('relying-party', env);
  expect(code).toBe(1);
  expect(stderr).toContain('kubemint ended with 1 before it was ready');
  expect(await fs.readdir(temporary)).toEqual([]);
});
