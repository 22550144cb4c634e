/** What admission plug-ins change and refuse, as 1.37.2 did: those that run by default, and those that are enabled. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostOf, type Server, startServer } from '../server.js';
import { describeDifferences } from './diff.js';
import { Http1Transport } from './http1.js';
import { readRecording } from './recording.js';
import { loadScenarios, replay } from './replay.js';
import { type Transport } from './transport.js';

const MINOR = 37;

/** The plug-ins that the recorded server was started with. */
const ENABLED = [
  'NodeRestriction',
  'AlwaysPullImages',
  'DenyServiceExternalIPs',
  'ExtendedResourceToleration',
  'LimitPodHardAntiAffinityTopology',
  'NamespaceAutoProvision',
  'OwnerReferencesPermissionEnforcement',
  'PodNodeSelector',
  'PodTolerationRestriction',
];

const MODULES = [
  { name: 'admission', enabled: [] },
  { name: 'admission-plugins', enabled: ENABLED },
];

const modules = await Promise.all(
  MODULES.map(async ({ name, enabled }) => ({
    name,
    enabled,
    scenarios: await loadScenarios(new URL(`scenarios/${name}.mjs`, import.meta.url)),
    recording: readRecording(new URL(`recordings/${String(MINOR)}-${name}.json`, import.meta.url)),
  })),
);

describe.each(modules)('$name', ({ enabled, scenarios, recording }) => {
  let server: Server;
  let transport: Transport;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: recording.version, enableAdmissionPlugins: enabled });
    transport = new Http1Transport(server.url, server.ca);
  });

  afterAll(async () => {
    transport.close();
    await server.close();
  });

  it.each([...scenarios])('$name', async (scenario) => {
    const result = await replay(scenario, { transport, host: hostOf(server), minor: MINOR }, recording);
    expect(result.recorded, 'recorded answers').toBeGreaterThan(0);
    if (result.differences.length > 0) expect.fail(describeDifferences(result.differences));
  });
});
