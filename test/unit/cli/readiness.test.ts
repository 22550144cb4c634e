import { describe, expect, it } from 'vitest';
import { isReady } from '../../../src/cli/readiness.js';
import { startServer } from '../../server.js';

describe('isReady', () => {
  it('is true for a server that is ready, whoever may ask, and false once it is gone', async () => {
    const server = await startServer({ anonymousAuth: false });
    const kubeconfig = server.kubeconfig();
    expect(await isReady(kubeconfig)).toBe(true);
    await server.close();
    expect(await isReady(kubeconfig)).toBe(false);
  });

  it('is false for text that is no kubeconfig', async () => {
    expect(await isReady('')).toBe(false);
    expect(await isReady('server: "nowhere"')).toBe(false);
  });
});
