import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostOf, RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { describeDifferences } from './diff.js';
import { DIFFERS_YET, NOT_REPLAYED, stepsDifferingYet } from './differs-yet.js';
import { Http1Transport } from './http1.js';
import { readRecording } from './recording.js';
import { loadScenarios, replay } from './replay.js';
import { type Transport } from './transport.js';

const ALL = await loadScenarios(new URL('scenarios/machinery.mjs', import.meta.url));
const scenarios = ALL.filter(({ name }) => !(name in NOT_REPLAYED));

/** Our watches answer at once: what has not come after this part of a recorded watch does not come. */
const WATCH_FACTOR = 0.5;

/** Milliseconds after which a request that is recorded as unanswered is given up. */
const PATIENCE = 4000;

// At the same time, as most of what they do is to wait for what a watch does not say.
describe.concurrent.each(RECORDED_VERSIONS)(
  'machinery of Kubernetes $kubernetesVersion',
  ({ minor, kubernetesVersion }) => {
    const recording = readRecording(new URL(`recordings/${minor}-machinery.json`, import.meta.url));
    let server: Server;
    let transport: Transport;

    beforeAll(async () => {
      server = await startServer({ kubernetesVersion });
      transport = new Http1Transport(server.url, server.ca, Infinity, PATIENCE);
    });

    afterAll(async () => {
      transport.close();
      await server.close();
    });

    it.each(scenarios)('$name', async (scenario) => {
      const listed = stepsDifferingYet(scenario.name, minor);
      const options = { transport, host: hostOf(server), minor, watchFactor: WATCH_FACTOR, settleFactor: 0.1 };
      const { differences, recorded } = await replay(scenario, options, recording);
      expect(recorded, 'recorded answers').toBeGreaterThan(0);
      const unlisted = differences.filter(({ step }) => !listed.includes(step));
      if (unlisted.length > 0) expect.fail(describeDifferences(unlisted));
      const same = listed.filter((step) => !differences.some((difference) => difference.step === step));
      expect(same, 'steps that are answered as recorded by now: take them off the list in differs-yet.ts').toEqual([]);
    });
  },
);

describe('the list of what differs yet', () => {
  it('names scenarios and steps that exist', async () => {
    const others = await loadScenarios(new URL('scenarios/rbac.mjs', import.meta.url));
    const known = DIFFERS_YET.flatMap(({ scenario, steps }) => {
      const found = [...ALL, ...others].find(({ name }) => name === scenario);
      return steps.filter((step) => found?.steps.some(({ name }) => name === step) !== true);
    });
    expect(known).toEqual([]);
    expect(Object.keys(NOT_REPLAYED).filter((name) => !ALL.some((scenario) => scenario.name === name))).toEqual([]);
  });

  it('says why', () => {
    expect(DIFFERS_YET.filter(({ reason }) => reason === '')).toEqual([]);
  });
});
