import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/server/logger.js';

function collect(verbosity: number): {
  lines: () => Record<string, unknown>[];
  logger: ReturnType<typeof createLogger>;
} {
  const written: string[] = [];
  const logger = createLogger({ verbosity, destination: { write: (line) => void written.push(line) } });
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createLogger', () => {
  it('writes one JSON line for each message up to the verbosity', () => {
    const { logger, lines } = collect(2);
    logger.info(2, { verb: 'get', code: 200 }, 'request');
    logger.info(4, {}, 'detail');
    expect(lines()).toEqual([
      { level: 'info', time: expect.any(String) as string, v: 2, verb: 'get', code: 200, msg: 'request' },
    ]);
  });

  it('writes errors at every verbosity, with their stack', () => {
    const { logger, lines } = collect(0);
    logger.error(new Error('broken'), 'handler failed');
    expect(lines()[0]).toMatchObject({ level: 'error', msg: 'handler failed' });
    expect(lines()[0]?.['error']).toContain('Error: broken\n    at ');
  });

  it('never writes a token', () => {
    const { logger, lines } = collect(4);
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln';
    logger.info(0, { header: `Bearer ${jwt}`, uri: `/x?token=${jwt}` }, `got ${jwt}`);
    logger.info(0, { header: 'Bearer secret-token/1=' }, 'static');
    logger.error(new Error(`bad ${jwt}`), 'failed');
    const text = JSON.stringify(lines());
    expect(text).not.toContain('eyJ');
    expect(text).not.toContain('secret-token');
    expect(lines()[1]?.['header']).toBe('Bearer [token]');
  });
});
