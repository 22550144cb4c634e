import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Environment } from '../../../src/cel/environment.js';
import { text } from '../../../src/cel/values/text.js';
import { typeValue, typeValueOf } from '../../../src/cel/values/type-value.js';
import { Uint } from '../../../src/cel/values/uint.js';
import { type CelValue, Duration, isList, MapValue, Timestamp } from '../../../src/cel/values/value.js';
import { resolveFeatures } from '../../../src/features/index.js';

/** What the CEL environment of Kubernetes 1.37.2 said of an expression. */
interface Recorded {
  readonly issues?: string;
  readonly program?: string;
  readonly type?: string;
  /** The type's name and the value as JSON; a text as it is. */
  readonly value?: string;
  readonly error?: string;
  readonly cost?: number;
}

const FIXTURES = new URL('recorded-37-fixtures.json', import.meta.url);
const recorded = JSON.parse(readFileSync(FIXTURES, 'utf8')) as readonly (readonly [string, Recorded])[];
const { behaviours } = resolveFeatures({ version: '1.37', featureGates: undefined });
const environment = new Environment(behaviours, behaviours);

function asJson(value: CelValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : String(value);
  if (typeof value === 'bigint' || value instanceof Uint) {
    const whole = typeof value === 'bigint' ? value : value.value;
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Duration || value instanceof Timestamp) return text(value);
  if (value instanceof MapValue) {
    return Object.fromEntries(value.keys().map((key) => [text(key), asJson(value.get(key) ?? null)]));
  }
  return isList(value) ? value.items.map(asJson) : undefined;
}

function outcomeOf(expression: string): Recorded {
  const compiled = environment.compile(expression, { variables: {} });
  if (!('program' in compiled)) {
    return compiled.failed === 'compilation' ? { issues: compiled.message } : { program: compiled.message };
  }
  const { program } = compiled;
  const type = program.resultType.kind === 'struct' ? program.resultType.text : typeValue(program.resultType).name;
  const outcome = program.evaluate(() => undefined, 1_000_000);
  const { cost } = outcome;
  if ('error' in outcome) return { type, error: outcome.error.message, cost };
  const { value } = outcome;
  const shown = typeof value === 'string' ? value : `${typeValueOf(value).name}:${JSON.stringify(asJson(value))}`;
  return { type, value: shown, cost };
}

/** Without what types hold, and what only Go writes so. */
function comparable({ type, value, ...rest }: Recorded): Recorded {
  const [, name = '', json = ''] = /^([\w.]+):(.*)$/s.exec(value ?? '') ?? [];
  const structured = name === 'list' || name === 'map';
  const times = name.startsWith('google.protobuf.');
  return {
    ...rest,
    ...(type === undefined ? {} : { type: type.replace(/\(.*/s, '') }),
    ...(value === undefined || times
      ? {}
      : { value: structured ? sorted(json) : value.replace(/^double:-0$/, 'double:0') }),
  };
}

function sorted(json: string): string {
  const order = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(JSON.parse(json), order);
}

it('answers expressions as Kubernetes 1.37.2 does', () => {
  const differing = recorded.flatMap(([expression, expected]) => {
    const nothing = expected.type === 'string' && expected.error === undefined ? { value: '' } : {};
    const [wanted, got] = [comparable({ ...nothing, ...expected }), comparable(outcomeOf(expression))];
    return JSON.stringify(Object.entries(wanted).toSorted()) === JSON.stringify(Object.entries(got).toSorted())
      ? []
      : [{ expression, wanted, got }];
  });
  expect(differing).toEqual([]);
  expect(recorded.length).toBeGreaterThan(1_500);
});
