// `npm test`: installs what is missing and runs every check, all of them even when one fails. Exit code 1 on any failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installIfMissing } from './steps.mjs';

const CHECKS = ['lint', 'types'];
const SUITES = ['architecture', 'unit', 'api', 'parity', 'kubectl', 'clients', 'relying-parties', 'kubelet', 'package'];

installIfMissing();
const reports = mkdtempSync(join(tmpdir(), 'kubemint-test-'));
const results = [...CHECKS.map(check), ...SUITES.map(suite)];
rmSync(reports, { recursive: true });

console.log('\nSummary');
for (const { name, passed, failed, skipped, seconds } of results) {
  const notes = `${passed} passed${failed > 0 ? `, ${failed} FAILED` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(`  ${name.padEnd(18)} ${notes} (${seconds.toFixed(1)} s)`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') === 0 ? 0 : 1);

/** A script that passes or fails as a whole. */
function check(name) {
  const { ok, seconds } = npmRun(name, []);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds };
}

/** A script that runs vitest, counted test by test. */
function suite(folder) {
  const name = `test:${folder}`;
  const report = join(reports, `${folder}.json`);
  const { ok, seconds } = npmRun(name, ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = read(report);
  // A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
  return { name, passed, failed: ok || failed > 0 ? failed : 1, skipped, seconds };
}

function npmRun(name, args) {
  console.log(`\n== npm run ${name}`);
  const before = Date.now();
  const rest = args.length === 0 ? [] : ['--', ...args];
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', ['run', '--silent', name, ...rest], { stdio: 'inherit', shell });
  return { ok: status === 0, seconds: (Date.now() - before) / 1000 };
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
