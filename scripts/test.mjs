// `npm test`: installs what is missing and runs every check, all of them even when one fails. Exit code 1 on any failure.
// The checks need one core each and the suites often wait: both run at the same time.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installIfMissing } from './steps.mjs';

const CHECKS = ['lint', 'types'];
const SUITES = 'architecture unit api parity kubectl clients relying-parties kubelet examples package'.split(' ');

installIfMissing();
const reports = mkdtempSync(join(tmpdir(), 'kubemint-test-'));
const [checked, tested] = await Promise.all([inTurn(CHECKS, check), inTurn(SUITES, suite)]);
const results = [...checked, ...tested];
rmSync(reports, { recursive: true });

console.log('\nSummary');
for (const { name, passed, failed, skipped, seconds } of results) {
  const notes = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(`  ${name.padEnd(18)} ${notes} (${seconds.toFixed(1)} s)`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);

async function inTurn(names, run) {
  const done = [];
  for (const name of names) done.push(await run(name));
  return done;
}

/** A script that passes or fails as a whole; its output is kept until it ends, so that it doesn't mix with the suites'. */
async function check(name) {
  const { ok, seconds, output } = await npmRun(name, [], 'pipe');
  console.log(`\n== npm run ${name}: ${ok ? 'passed' : 'FAILED'}\n${output}`);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds };
}

/** A script that runs vitest, counted test by test. */
async function suite(folder) {
  const name = `test:${folder}`;
  const report = join(reports, `${folder}.json`);
  console.log(`\n== npm run ${name}`);
  const args = ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok, seconds } = await npmRun(name, args, 'inherit');
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = read(report);
  // A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
  return { name, passed, failed: ok || failed > 0 ? failed : 1, skipped, seconds };
}

/** Resolves when the script has ended; `output` is what it printed where stdio is `pipe`. */
function npmRun(name, args, stdio) {
  const before = Date.now();
  const shell = process.platform === 'win32';
  const child = spawn('npm', ['run', '--silent', name, ...args], { stdio: ['ignore', stdio, stdio], shell });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ ok: status === 0, seconds: (Date.now() - before) / 1000, output }));
  });
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
