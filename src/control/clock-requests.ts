/** What GET and POST /_kubemint/clock mean. */
import { StatusError } from '../apis/errors.js';
import { formatDuration } from '../apis/schema/duration.js';
import { canonicalTime } from '../apis/schema/time.js';
import { invalidBody, invalidField } from './errors.js';
import { durationMilliseconds, type ServerClock } from './server-clock.js';

export interface ClockState {
  /** RFC 3339, to the millisecond. */
  readonly now: string;
  readonly frozen: boolean;
  /** How far it is ahead of the machine's clock, as Go writes durations. */
  readonly offset: string;
  /** After a move: false where what it set going did not come to rest in time. */
  readonly settled?: boolean;
}

export function clockState(clock: ServerClock): ClockState {
  const offset = formatDuration(BigInt(Math.round(clock.offset)) * 1_000_000n);
  return { now: new Date(clock.now()).toISOString(), frozen: clock.frozen, offset };
}

interface ClockChange {
  readonly freeze?: boolean;
  readonly move?: (clock: ServerClock) => Promise<boolean>;
  /** The field that asks for the move. */
  readonly field?: string;
}

/** Stops the clock, moves it, lets it run, as the body asks. @throws StatusError 400 that names the field. */
export async function changeClock(clock: ServerClock, body: unknown): Promise<ClockState> {
  const { freeze, move, field = '' } = readChange(body);
  if (freeze === true) clock.freeze();
  const settled = await move?.(clock).catch((error: unknown) => {
    throw error instanceof RangeError ? invalidField(field, error.message) : error;
  });
  if (freeze === false) clock.resume();
  return { ...clockState(clock), ...(settled === undefined ? {} : { settled }) };
}

const FIELDS = ['advance', 'now', 'freeze'] as const;

function readChange(body: unknown): ClockChange {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidBody('it is no JSON object');
  const known: readonly string[] = FIELDS;
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalidField(unknown, `unknown field; there are ${FIELDS.join(', ')}`);
  const { advance, now, freeze } = body as Readonly<Record<(typeof FIELDS)[number], unknown>>;
  if (advance === undefined && now === undefined && freeze === undefined) {
    throw invalidBody(`it asks for nothing; there are ${FIELDS.join(', ')}`);
  }
  if (advance !== undefined && now !== undefined) throw invalidField('now', 'may not be given beside advance');
  if (freeze !== undefined && typeof freeze !== 'boolean') throw invalidField('freeze', 'must be true or false');
  return { ...(freeze === undefined ? {} : { freeze }), ...readAdvance(advance), ...readNow(now) };
}

function readAdvance(advance: unknown): ClockChange {
  if (advance === undefined) return {};
  const ms = parsed('advance', advance, durationMilliseconds, 'a Go duration such as "90s", "1h30m" or "-5m"');
  return { field: 'advance', move: (clock) => clock.advance(ms) };
}

function readNow(now: unknown): ClockChange {
  if (now === undefined) return {};
  const checked = (text: string): number => {
    canonicalTime(text);
    return Date.parse(text);
  };
  const ms = parsed('now', now, checked, 'an RFC 3339 time such as "2026-01-31T12:00:00Z"');
  return { field: 'now', move: (clock) => clock.set(ms) };
}

function parsed(field: string, value: unknown, parse: (text: string) => number, wanted: string): number {
  if (typeof value !== 'string') throw invalidField(field, `must be ${wanted}`);
  try {
    return parse(value);
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw invalidField(field, `${(error as Error).message}; must be ${wanted}`);
  }
}
