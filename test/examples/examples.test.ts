import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILD_TIMEOUT, Missing, requireTool } from '../clients/programs.js';
import { matches } from '../docs/transcripts.js';
import { DOWNLOAD_TIMEOUT, findKubectl, type FoundKubectl } from '../kubectl/workbench.js';
import { bundled, type Ended, EXAMPLES, ROOT, runExample } from './programs.js';

const TIMEOUT = 120_000;
/** Where the kubectl of an example could not be run as in a pod. */
const LEFT_OUT = /^ {2}-- {2}left out: .*$/m;

let directory: string;
let found: FoundKubectl;
let kubemint: string;
/** Why Vault's auth method cannot be built here. */
let go: string | undefined;

beforeAll(async () => {
  await fs.mkdir(path.join(ROOT, '.cache'), { recursive: true });
  directory = await fs.mkdtemp(path.join(ROOT, '.cache', 'examples-'));
  [kubemint, found, go] = await Promise.all([bundled(directory), findKubectl('1.35.2'), lacksGo()]);
}, DOWNLOAD_TIMEOUT);

async function lacksGo(): Promise<string | undefined> {
  try {
    await requireTool('go');
    return undefined;
  } catch (error) {
    if (error instanceof Missing) return error.message;
    throw error;
  }
}

afterAll(() => fs.rm(directory, { recursive: true, force: true }));

/** It ended well, having printed what the example's README says that its command prints. */
async function expectShown(name: string, { code, stdout, stderr }: Ended): Promise<void> {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const readme = await fs.readFile(path.join(EXAMPLES, name, 'README.md'), 'utf8');
  const block = new RegExp(String.raw`^\`\`\`console\n\$ node examples/${name}/run\.mjs\n([^]*?)^\`\`\`$`, 'm');
  const shown = block.exec(readme)?.[1] ?? expect.fail(`${name}/README.md shows no output of run.mjs`);
  if (!matches(shown, stdout)) expect(stdout).toBe(shown);
}

describe.concurrent('an example prints what its README shows', () => {
  it.for(['phased-audience-migration', 'kubelet-rotation'])('%s', { timeout: TIMEOUT }, async (name) => {
    await expectShown(name, await runExample(name, { KUBEMINT: kubemint }));
  });

  it('vault', { timeout: BUILD_TIMEOUT }, async (context) => {
    if (go !== undefined) {
      console.warn(`SKIPPED ${context.task.name}: ${go}`);
      return context.skip(go);
    }
    await expectShown('vault', await runExample('vault', { KUBEMINT: kubemint, VAULT_ADDR: undefined }));
  });

  it('relying-party', { timeout: TIMEOUT }, async (context) => {
    if ('missing' in found) {
      console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
      return context.skip(found.missing);
    }
    const ended = await runExample('relying-party', { KUBEMINT: kubemint, KUBECTL: found.binary });
    const [leftOut] = LEFT_OUT.exec(ended.stdout) ?? [];
    if (leftOut !== undefined) {
      console.warn(`SKIPPED kubectl of ${context.task.name}: ${leftOut}`);
      return context.skip(leftOut);
    }
    await expectShown('relying-party', ended);
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
