import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogSink } from '../../../src/audit/log.js';
import { LogFile } from '../../../src/audit/log-file.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { withDirectory } from '../../directory.js';

const DAY = 24 * 60 * 60 * 1000;

describe('the log', () => {
  it('has a line for each event, and its directory is made', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'below', 'audit.log');
      const sink = new LogSink({ path: file }, new ManualClock('2026-01-01T00:00:00Z'), () => undefined);
      const never = (): never => {
        throw new Error('the event is not asked for');
      };
      sink.process(never, '{"a":1}');
      sink.process(never, '{"a":2}');
      await sink.close();
      expect(fs.readFileSync(file, 'utf8')).toBe('{"a":1}\n{"a":2}\n');
      expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    }));

  it('is continued', () =>
    withDirectory(async (directory) => {
      const file = path.join(directory, 'audit.log');
      fs.writeFileSync(file, 'before\n');
      const sink = new LogSink({ path: file }, new ManualClock('2026-01-01T00:00:00Z'), () => undefined);
      sink.process(() => undefined as never, 'after');
      await sink.close();
      expect(fs.readFileSync(file, 'utf8')).toBe('before\nafter\n');
    }));
});

describe('a log file', () => {
  it('is put aside when it grows too large; old ones go by number and age', () =>
    withDirectory((directory) => {
      const clock = new ManualClock('2026-01-01T00:00:00Z');
      const file = path.join(directory, 'audit.log');
      const others = (): string[] =>
        fs
          .readdirSync(directory)
          .filter((name) => name !== 'audit.log')
          .sort();
      fs.writeFileSync(path.join(directory, 'audit-of-others.log'), '');
      const log = new LogFile({ file, maxBytes: 10, maxBackups: 2, maxAge: 3, clock });
      log.write('12345678\n');
      log.write('x\n');
      expect(others()).toEqual(['audit-2026-01-01T00-00-00.000.log', 'audit-of-others.log']);
      expect(fs.readFileSync(file, 'utf8')).toBe('x\n');

      for (const text of ['123456789\n', '123456789\n']) {
        clock.advance(1000);
        log.write(text);
      }
      expect(others()).toEqual([
        'audit-2026-01-01T00-00-01.000.log',
        'audit-2026-01-01T00-00-02.000.log',
        'audit-of-others.log',
      ]);

      clock.advance(4 * DAY);
      log.write('123456789\n');
      expect(others()).toEqual(['audit-2026-01-05T00-00-02.000.log', 'audit-of-others.log']);
      log.close();
      return Promise.resolve();
    }));
});
