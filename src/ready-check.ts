/** `node dist/ready-check.js KUBECONFIG`: exit code 0 when the server that wrote the file is ready, 1 otherwise. */
import { readFile } from 'node:fs/promises';
import { isReady } from './cli/readiness.js';

const kubeconfig = await readFile(process.argv[2] ?? 'kubemint.kubeconfig', 'utf8').catch(() => '');
process.exit((await isReady(kubeconfig)) ? 0 : 1);
