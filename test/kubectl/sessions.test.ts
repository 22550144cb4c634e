import { describe, expect, it } from 'vitest';
import { hostOf, RECORDED_VERSIONS } from '../server.js';
import { differsYet } from './differs-yet.js';
import { loadSessions, readSessions } from './recordings.js';
import { describeCommands, differingCommands, runSession } from './session.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const PARITY = new URL('../parity/', import.meta.url);
const sessions = await loadSessions(new URL('sessions/service-account-tokens.mjs', PARITY));

describe.concurrent.each(RECORDED_VERSIONS)('kubectl $kubectl on $kubernetesVersion', (row) => {
  const recording = readSessions(new URL(`recordings/${row.minor}-kubectl.json`, PARITY));
  const withKubectl = workbench(row.kubectl, { kubernetesVersion: row.kubernetesVersion });

  it.for([...sessions])('$name', { timeout: SESSION_TIMEOUT }, async (session, context) => {
    await withKubectl(context, async (kubectl, server) => {
      const got = await runSession(session, { kubectl, host: hostOf(server), minor: row.minor });
      const differing = differingCommands(recording[session.name] ?? [], got);
      const known = differsYet(session.name);
      const unexpected = differing.filter(({ command }) => !known.includes(command));
      if (unexpected.length > 0) expect.fail(describeCommands(session.name, unexpected));
      const commands = differing.map(({ command }) => command);
      expect(commands, 'take what no longer differs off the list in differs-yet.ts').toEqual(known);
    });
  });
});
