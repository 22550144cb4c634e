import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostOf, RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { describeDifferences } from './diff.js';
import { stepsDifferingYet } from './differs-yet.js';
import { Http1Transport } from './http1.js';
import { readRecording } from './recording.js';
import { loadScenarios, replay } from './replay.js';
import { type Transport } from './transport.js';

const MODULES = ['identity', 'legacy-tokens', 'pods', 'rbac'];

const scenarios = Object.fromEntries(
  await Promise.all(
    MODULES.map(
      async (name) => [name, await loadScenarios(new URL(`scenarios/${name}.mjs`, import.meta.url))] as const,
    ),
  ),
);

describe.each(RECORDED_VERSIONS)('Kubernetes $kubernetesVersion', ({ minor, kubernetesVersion }) => {
  let server: Server;
  let transport: Transport;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
    transport = new Http1Transport(server.url, server.ca);
  });

  afterAll(async () => {
    transport.close();
    await server.close();
  });

  for (const name of MODULES) {
    const recording = readRecording(new URL(`recordings/${minor}-${name}.json`, import.meta.url));

    it.each([...(scenarios[name] ?? [])])(`${name}: $name`, async (scenario) => {
      const result = await replay(scenario, { transport, host: hostOf(server), minor }, recording);
      expect(result.recorded, 'recorded answers').toBeGreaterThan(0);
      const listed = stepsDifferingYet(scenario.name, minor);
      const unlisted = result.differences.filter(({ step }) => !listed.includes(step));
      if (unlisted.length > 0) expect.fail(describeDifferences(unlisted));
      const same = listed.filter((step) => !result.differences.some((difference) => difference.step === step));
      expect(same, 'steps that are answered as recorded by now: take them off the list in differs-yet.ts').toEqual([]);
    });
  }
});
