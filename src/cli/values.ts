/** The types that a flag's value may have, each with how it is read (as Go's pflag reads it) and written. */
import { isIP } from 'node:net';
import { UsageError } from './usage-error.js';

export interface FlagValues {
  readonly text: string;
  readonly ip: string;
  readonly switch: boolean;
  readonly port: number;
  /** undefined: off. */
  readonly 'optional port': number | undefined;
  readonly number: number;
  /** Seconds; written as Go writes durations. */
  readonly duration: number;
  /** Comma-separated, and repeatable. */
  readonly list: readonly string[];
  /** Repeatable; a comma is part of the value. */
  readonly texts: readonly string[];
  /** `A=true,B=false`, and repeatable. */
  readonly gates: Readonly<Record<string, boolean>>;
}

export type FlagType = keyof FlagValues;

interface ValueType<T> {
  /** What --help shows for the value; none for a switch. */
  readonly placeholder: string;
  /** @throws UsageError that completes the line `invalid value "x" for --flag: …`. */
  readonly parse: (text: string) => T;
  /** What a further occurrence adds up to; without it the last one counts. */
  readonly join?: (before: T, further: T) => T;
}

export const VALUE_TYPES: { readonly [K in FlagType]: ValueType<FlagValues[K]> } = {
  text: { placeholder: 'string', parse: (text) => text },
  ip: { placeholder: 'ip', parse: parseIp },
  switch: { placeholder: '', parse: parseSwitch },
  port: { placeholder: 'port', parse: parsePort },
  'optional port': { placeholder: 'port', parse: parsePort },
  number: { placeholder: 'number', parse: parseNumber },
  duration: { placeholder: 'duration', parse: parseDuration },
  list: { placeholder: 'a,b,…', parse: parseList, join: (before, further) => [...before, ...further] },
  texts: { placeholder: 'string', parse: (text) => [text], join: (before, further) => [...before, ...further] },
  gates: { placeholder: 'A=true,…', parse: parseGates, join: (before, further) => ({ ...before, ...further }) },
};

function parseIp(text: string): string {
  if (isIP(text) === 0) throw new UsageError('it is no IP address');
  return text;
}

/** The spellings of Go's strconv.ParseBool. */
function parseSwitch(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new UsageError('write true or false');
}

function parseNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('it is no whole number');
  return Number(text);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) throw new UsageError('a port lies between 0 and 65535');
  return port;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Seconds of a Go duration, `1h30m`. */
function parseDuration(text: string): number {
  if (text === '0') return 0;
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new UsageError('write a duration such as 24h, 90m or 1h30m');
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0), 0);
}

/** Fields of one CSV record, as pflag's slices read them: a field in quotes may hold commas, `""` is a quote. */
function parseList(text: string): readonly string[] {
  if (text === '') return [];
  const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  if (fields.map((field) => field[0]).join('') !== text) throw new UsageError('its quotes do not match');
  return fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function parseGates(text: string): Readonly<Record<string, boolean>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value] = pair.split('=', 2).map((part) => part.trim());
      if (value === undefined) throw new UsageError(`write ${name}=true or ${name}=false`);
      // Since 1.31 a gate may carry the name of its component.
      return [name.replace(/^kube:/, ''), parseSwitch(value)];
    }),
  );
}
