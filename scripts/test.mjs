// `npm test`: installs what is missing and runs every check, all of them even when one fails. Exit code 1 on any failure.
// Two lanes run at the same time, for hardly any check keeps two cores busy; what the second prints is kept until each check ends.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installIfMissing } from './steps.mjs';

const CHECKS = ['lint', 'types'];
// What builds something, dist or a client in another language, stays in one lane.
const FIRST = ['architecture', 'kubectl', 'clients', 'relying-parties', 'kubelet', 'examples', 'package'];
const SECOND = [...CHECKS, 'unit', 'api', 'parity'];

installIfMissing();
const reports = mkdtempSync(join(tmpdir(), 'kubemint-test-'));
const results = (await Promise.all([lane(FIRST, 'inherit'), lane(SECOND, 'pipe')])).flat();
rmSync(reports, { recursive: true });

console.log('\nSummary');
for (const { name, passed, failed, skipped, seconds } of results) {
  const notes = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(`  ${name.padEnd(18)} ${notes} (${seconds.toFixed(1)} s)`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);

/** One after the other. stdio: `pipe` for output that is printed when a script ends, so that it doesn't mix with another lane's. */
async function lane(names, stdio) {
  const done = [];
  for (const name of names) done.push(await (CHECKS.includes(name) ? check : suite)(name, stdio));
  return done;
}

/** A script that passes or fails as a whole. */
async function check(name, stdio) {
  const { ok, seconds } = await npmRun(name, [], stdio);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds };
}

/** A script that runs vitest, counted test by test. */
async function suite(folder, stdio) {
  const name = `test:${folder}`;
  const report = join(reports, `${folder}.json`);
  const args = ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok, seconds } = await npmRun(name, args, stdio);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = read(report);
  // A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
  return { name, passed, failed: ok || failed > 0 ? failed : 1, skipped, seconds };
}

/** Resolves when the script has ended. */
function npmRun(name, args, stdio) {
  const before = Date.now();
  const title = `\n== npm run ${name}`;
  if (stdio === 'inherit') console.log(title);
  const shell = process.platform === 'win32';
  const child = spawn('npm', ['run', '--silent', name, ...args], { stdio: ['ignore', stdio, stdio], shell });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      if (stdio === 'pipe') console.log(`${title}: ${status === 0 ? 'passed' : 'FAILED'}\n${output}`);
      resolve({ ok: status === 0, seconds: (Date.now() - before) / 1000 });
    });
  });
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
