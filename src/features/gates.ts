/** Upstream's feature gates, by upstream's name. */
import { UPSTREAM_GATES } from './upstream-gates.js';

export type GateName = keyof typeof UPSTREAM_GATES;

/** A gate as one minor knows it. Source: featuregate.FeatureSpec in k8s.io/component-base/featuregate. */
export interface Gate {
  readonly default: boolean;
  readonly prerelease: 'ALPHA' | 'BETA' | 'GA' | 'DEPRECATED';
  readonly lockToDefault: boolean;
}

const PRERELEASES = { a: 'ALPHA', b: 'BETA', g: 'GA', d: 'DEPRECATED' } as const;

/** The gates of a minor, in order of name. */
export function gatesOf(minor: number): ReadonlyMap<string, Gate> {
  const gates = new Map<string, Gate>();
  for (const [name, history] of Object.entries<string>(UPSTREAM_GATES)) {
    const gate = gateAt(history, minor);
    if (gate !== undefined) gates.set(name, gate);
  }
  return gates;
}

/** What a gate amounts to in a minor that may not know it: false before it came, its last default after it went. */
export function valueWithoutGate(name: GateName, minor: number): boolean {
  let value = false;
  for (const step of steps(UPSTREAM_GATES[name])) {
    if (step.minor > minor) break;
    if (step.gate !== undefined) value = step.gate.default;
  }
  return value;
}

function gateAt(history: string, minor: number): Gate | undefined {
  let gate: Gate | undefined;
  for (const step of steps(history)) {
    if (step.minor > minor) break;
    gate = step.gate;
  }
  return gate;
}

interface Step {
  readonly minor: number;
  /** Undefined: removed. */
  readonly gate: Gate | undefined;
}

function steps(history: string): readonly Step[] {
  return history.split(' ').map((text) => {
    const minor = Number(text.slice(0, 2));
    const stage = text[2] as keyof typeof PRERELEASES | '-';
    if (stage === '-') return { minor, gate: undefined };
    const gate = { default: text[3] === '+', prerelease: PRERELEASES[stage], lockToDefault: text[4] === '!' };
    return { minor, gate };
  });
}
