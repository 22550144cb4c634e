import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { withDirectory } from '../directory.js';
import { DOWNLOAD_TIMEOUT, findKubectl, type FoundKubectl, SESSION_TIMEOUT } from '../kubectl/workbench.js';
import { type Server, startServer } from '../server.js';
import { type MarkedBlock, markedBlocks } from './marked-blocks.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REGISTER = pathToFileURL(path.join(ROOT, 'test/typescript/register.mjs')).href;
const BLOCKS = markedBlocks(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
const VERSIONS = [...new Set(BLOCKS.map((block) => block.kubernetesVersion))];
/** Parts the output of one block from the next one's. */
const PART = '--- a block ends here ---';

const exec = promisify(execFile);

/** The blocks as one shell script; the JavaScript ones become files of their own. */
async function scriptOf(blocks: readonly MarkedBlock[], port: number, directory: string): Promise<string> {
  const steps: string[] = [];
  for (const [index, { language, code }] of blocks.entries()) {
    if (language === 'js') {
      const file = `block-${index}.mjs`;
      const library = pathToFileURL(path.join(ROOT, 'src/index.ts')).href;
      await fs.writeFile(path.join(directory, file), code.replace(`from 'kubemint'`, `from '${library}'`));
      steps.push(`node --import '${REGISTER}' ${file}`);
    } else {
      steps.push(code.replaceAll(':6443', `:${port}`));
    }
  }
  return steps.map((step) => `${step}\necho '${PART}'\n`).join('');
}

async function runAll(blocks: readonly MarkedBlock[], server: Server, kubectl: string): Promise<readonly string[]> {
  return withDirectory(async (directory) => {
    await fs.writeFile(path.join(directory, 'kubemint.kubeconfig'), server.kubeconfig(), { mode: 0o600 });
    await fs.symlink(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'));
    const script = await scriptOf(blocks, server.port, directory);
    const env = {
      HOME: directory,
      PATH: [path.dirname(kubectl), path.dirname(process.execPath), process.env.PATH ?? ''].join(path.delimiter),
      KUBECONFIG: path.join(directory, 'kubemint.kubeconfig'),
    };
    const { stdout } = await exec('bash', ['-euo', 'pipefail', '-c', script], { cwd: directory, env });
    return stdout.split(`${PART}\n`);
  });
}

describe('the README', () => {
  let found: FoundKubectl;

  beforeAll(async () => {
    found = await findKubectl('1.35.2');
  }, DOWNLOAD_TIMEOUT);

  it('names the two commands first', () => {
    const [first, second] = readFileSync(path.join(ROOT, 'README.md'), 'utf8').matchAll(/^ {4}(npm \w+)/gm);
    expect([first?.[1], second?.[1]]).toEqual(['npm start', 'npm test']);
  });

  it.for(VERSIONS)(
    'has commands that do what it says %s',
    { timeout: SESSION_TIMEOUT },
    async (kubernetesVersion, context) => {
      if ('missing' in found) {
        console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
        return context.skip(found.missing);
      }
      const blocks = BLOCKS.filter((block) => block.kubernetesVersion === kubernetesVersion);
      const server = await startServer({
        simulateNodes: 1,
        ...(kubernetesVersion === '' ? {} : { kubernetesVersion }),
      });
      try {
        const printed = await runAll(blocks, server, found.binary);
        for (const [index, { prints }] of blocks.entries()) {
          expect(printed[index]).toContain(prints.replaceAll(':6443', `:${server.port}`));
        }
      } finally {
        await server.close();
      }
    },
  );
});
