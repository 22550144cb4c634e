/**
 * Replays scenarios on any server and compares the answers with a recording, or records them:
 *
 *   npm run parity -- --server https://127.0.0.1:6443 --golden test/parity/recordings/24-identity.json SCENARIO.mjs…
 *
 * Exits with 1 where an answer differs. The server needs the users of test/server.ts (--token-auth-file).
 */
import { parseArgs } from 'node:util';
import { ask } from './answer.js';
import { describeDifferences } from './diff.js';
import { Http1Transport } from './http1.js';
import { Http2Transport } from './http2.js';
import { readRecording, type RecordedStep, writeRecording } from './recording.js';
import { loadScenarios, replay } from './replay.js';

const USAGE = `usage: npm run parity -- --server URL [options] SCENARIO.mjs…
  --golden FILE         compare with this recording
  --record FILE         write what was answered
  --only NAME           only scenarios whose name holds NAME
  --minor N             the server's minor version; default: what /version says
  --admin-token T       default admin-token
  --settle-factor F     multiplies the scenarios' waiting times; default 0
  --patience MS         how long an expected state is waited for; default 30000
  --http2               over HTTP/2
  --verbose             a line per step`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string' },
    golden: { type: 'string' },
    record: { type: 'string' },
    only: { type: 'string', default: '' },
    minor: { type: 'string' },
    'admin-token': { type: 'string', default: 'admin-token' },
    'settle-factor': { type: 'string', default: '0' },
    patience: { type: 'string', default: '30000' },
    http2: { type: 'boolean', default: false },
    verbose: { type: 'boolean', short: 'v', default: false },
  },
});

if (values.server === undefined || positionals.length === 0) {
  console.error(USAGE);
  process.exit(2);
}

const transport = values.http2 ? new Http2Transport(values.server) : new Http1Transport(values.server);
const adminToken = values['admin-token'];
const answer = await ask(transport, {
  method: 'GET',
  path: '/version',
  headers: { Authorization: `Bearer ${adminToken}`, Accept: 'application/json' },
});
if (answer.status !== 200) {
  console.error(`${values.server}/version answered ${answer.status}: ${answer.raw}`);
  process.exit(2);
}
const version = JSON.parse(answer.raw) as { minor: string; gitVersion: string };
const recording = values.golden === undefined ? undefined : readRecording(values.golden);
const scenarios: Record<string, readonly RecordedStep[]> = {};
let same = 0;
let total = 0;

for (const scenario of (await Promise.all(positionals.map((file) => loadScenarios(file)))).flat()) {
  if (!scenario.name.includes(values.only)) continue;
  if (recording !== undefined && recording.scenarios[scenario.name] === undefined) continue;
  const result = await replay(
    scenario,
    {
      transport,
      adminToken,
      host: new URL(values.server).host,
      minor: Number(values.minor ?? version.minor.replace(/\D/g, '')),
      settleFactor: Number(values['settle-factor']),
      patience: Number(values.patience),
      onStep: (name, step) => values.verbose && console.error(`${name} / ${step.step}: ${step.status}`),
    },
    recording,
  );
  scenarios[scenario.name] = result.steps;
  total += result.recorded;
  const matching = result.recorded - result.differences.length;
  same += matching;
  if (result.recorded === 0) continue;
  console.log(`${matching === result.recorded ? 'same' : 'DIFFERS'} ${scenario.name}: ${matching}/${result.recorded}`);
  if (result.differences.length > 0) console.log(`\n${describeDifferences(result.differences)}\n`);
}

if (values.record !== undefined) writeRecording(values.record, { version: version.gitVersion, scenarios });
if (recording !== undefined) {
  const percent = ((100 * same) / Math.max(1, total)).toFixed(1);
  console.log(`\nsame as ${recording.version}: ${same} of ${total} answers (${percent} %)`);
}
transport.close();
process.exitCode = same === total ? 0 : 1;
