import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostOf, RECORDED_VERSIONS, type Server, startServer } from '../server.js';
import { Crowd } from './crowd.js';
import { describeDifferences } from './diff.js';
import { Http1Transport } from './http1.js';
import { Http2Transport } from './http2.js';
import { readRecording } from './recording.js';
import { loadScenarios, replay } from './replay.js';

const MODULES = ['identity', 'legacy-tokens'];

describe.each(RECORDED_VERSIONS)('every recorded TokenReview verdict on $kubernetesVersion', ({ minor, ...row }) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: row.kubernetesVersion });
  });

  afterAll(() => server.close());

  const holds = async (crowd: Crowd): Promise<void> => {
    try {
      for (const name of MODULES) {
        const recording = readRecording(new URL(`recordings/${minor}-${name}.json`, import.meta.url));
        for (const scenario of await loadScenarios(new URL(`scenarios/${name}.mjs`, import.meta.url))) {
          if (!JSON.stringify(scenario).includes('/tokenreviews')) continue;
          const result = await replay(scenario, { transport: crowd, host: hostOf(server), minor }, recording);
          const reviews = result.differences.filter((step) => step.request.endsWith('/tokenreviews'));
          if (reviews.length > 0) expect.fail(describeDifferences(reviews));
        }
      }
      expect(crowd.reviews).toBeGreaterThan(25);
    } finally {
      crowd.close();
    }
  };

  it('holds over HTTP/1.1', () => holds(new Crowd(1, new Http1Transport(server.url, server.ca))));

  it('holds over HTTP/2', () => holds(new Crowd(1, new Http2Transport(server.url, server.ca))));

  it('holds with 200 requests in flight over both', () => {
    const { url, ca } = server;
    return holds(new Crowd(200, new Http2Transport(url, ca), new Http1Transport(url, ca, 20)));
  });
});
