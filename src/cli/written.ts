/** Values as text that reads back to the same value. */
import type { FlagType, FlagValues } from './values.js';

/** As it would stand behind `--flag=`; '' for what is off or empty. */
export function writtenValue(type: FlagType, value: FlagValues[FlagType]): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return type === 'duration' ? goDuration(value) : String(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return value.join(',');
  return Object.entries(value)
    .map(([name, on]) => `${name}=${String(on)}`)
    .join(',');
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}

/** Seconds as Go writes a duration: `24h0m0s`, `1h30m0s`, `20ms`, `0s`. */
export function goDuration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `${String(seconds * 1000)}ms`;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${String(seconds % 60)}s`;
  if (hours > 0) return `${String(hours)}h${String(minutes)}m${rest}`;
  return minutes > 0 ? `${String(minutes)}m${rest}` : rest;
}
