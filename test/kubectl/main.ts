/**
 * Types kubectl sessions at any server and compares what is printed with a recording, or records it:
 *
 *   npm run sessions -- --kubectl 1.24.0 --kubeconfig FILE --minor 24 --golden test/parity/recordings/24-kubectl.json SESSION.mjs…
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withDirectory } from '../directory.js';
import { kubectlBinary, type KubectlVersion, KUBECTL_VERSIONS } from './binaries.js';
import { loadSessions, readSessions, writeSessions } from './recordings.js';
import { describeCommands, differingCommands, type RecordedCommand, runSession } from './session.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kubectl: { type: 'string' },
    kubeconfig: { type: 'string' },
    minor: { type: 'string' },
    golden: { type: 'string' },
    record: { type: 'string' },
    only: { type: 'string', default: '' },
    'settle-factor': { type: 'string', default: '0' },
  },
});

const { kubectl, kubeconfig, minor } = values;
if (kubectl === undefined || kubeconfig === undefined || minor === undefined || positionals.length === 0) {
  console.error(
    `usage: npm run sessions -- --kubectl VERSION|PATH --kubeconfig FILE --minor N [--golden FILE] [--record FILE] [--only NAME] [--settle-factor F] SESSION.mjs…\nversions: ${KUBECTL_VERSIONS.join(', ')}`,
  );
  process.exit(2);
}

const isVersion = (text: string): text is KubectlVersion => (KUBECTL_VERSIONS as string[]).includes(text);
const binary = isVersion(kubectl) ? await kubectlBinary(kubectl) : kubectl;
const host = /server: *"?https?:\/\/([^"\s]+)/.exec(fs.readFileSync(kubeconfig, 'utf8'))?.[1] ?? '';
const recording = values.golden === undefined ? {} : readSessions(values.golden);
const played: Record<string, readonly RecordedCommand[]> = {};
let same = 0;
let total = 0;

for (const session of (await Promise.all(positionals.map((file) => loadSessions(file)))).flat()) {
  if (!session.name.includes(values.only)) continue;
  const commands = await withDirectory((home) =>
    runSession(session, {
      kubectl: { binary, kubeconfig: path.resolve(kubeconfig), home },
      host,
      minor: Number(minor),
      settleFactor: Number(values['settle-factor']),
    }),
  );
  played[session.name] = commands;
  const wanted = recording[session.name] ?? [];
  const differing = differingCommands(wanted, commands);
  total += wanted.length;
  same += wanted.length - differing.length;
  console.log(
    `${differing.length === 0 ? 'same' : 'DIFFERS'} ${session.name}: ${wanted.length - differing.length}/${wanted.length}`,
  );
  if (differing.length > 0) console.log(`\n${describeCommands(session.name, differing)}\n`);
}

if (values.record !== undefined) writeSessions(values.record, played);
if (values.golden !== undefined) console.log(`\nsame: ${same} of ${total} commands`);
process.exitCode = same === total ? 0 : 1;
