import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  admissionPluginsOf,
  admissionPluginsProblem,
  chosenAdmissionPlugins,
} from '../../../src/features/admission-plugins.js';
import { type Features } from '../../../src/features/features.js';
import { KNOWN_MINORS, resolveFeatures } from '../../../src/features/resolve.js';

const featuresOf = (minor: number): Features =>
  resolveFeatures({ version: `1.${String(minor)}`, featureGates: undefined });

const upstream = new Map(
  readFileSync(new URL('admission-plugins.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [minor, ...names] = line.split(' ');
      return [parseInt(minor ?? '', 10), names] as const;
    }),
);

describe('the plug-ins of a version', () => {
  it.each([...KNOWN_MINORS])('are those of 1.%i, in order', (minor) => {
    const rows = admissionPluginsOf(minor).map(({ name, byDefault }) => `${name}${byDefault ? '*' : ''}`);
    // In 1.22 alone PodSecurityPolicy, which is not served, came before PodSecurity.
    const order = (names: readonly string[] = []): readonly string[] => (minor === 22 ? [...names].sort() : names);
    expect(order(rows)).toEqual(order(upstream.get(minor)));
  });
});

describe('a choice of plug-ins', () => {
  const problem = (minor: number, enabled: string[], disabled: string[] = []): string | undefined =>
    admissionPluginsProblem(featuresOf(minor), { enabled, disabled });

  it('names what is unknown, in upstream’s words', () => {
    expect(problem(37, ['Nope'])).toBe('enable-admission-plugins plugin "Nope" is unknown');
    expect(problem(37, [], ['Nope'])).toBe('disable-admission-plugins plugin "Nope" is unknown');
  });

  it('goes by the version', () => {
    expect(problem(29, ['SecurityContextDeny'])).toBeUndefined();
    expect(problem(30, ['SecurityContextDeny'])).toBe(
      'enable-admission-plugins plugin "SecurityContextDeny" is unknown',
    );
    expect(problem(21, ['PodSecurity'])).toBe('enable-admission-plugins plugin "PodSecurity" is unknown');
  });

  it('does not say both', () => {
    expect(problem(37, ['PodSecurity', 'LimitRanger'], ['LimitRanger', 'PodSecurity'])).toBe(
      '[LimitRanger PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped',
    );
  });

  it('does not ask for what is not served', () => {
    expect(problem(37, ['EventRateLimit'])).toBe(
      'enable-admission-plugins plugin "EventRateLimit" is not served here: leave it out',
    );
    expect(problem(37, ['ValidatingAdmissionWebhook'])).toBeUndefined();
    expect(problem(37, [], ['EventRateLimit', 'ValidatingAdmissionWebhook'])).toBeUndefined();
  });

  it('adds to what runs by default, and takes away', () => {
    const byDefault = chosenAdmissionPlugins(featuresOf(37), {});
    expect(byDefault.has('NodeRestriction')).toBe(false);
    const chosen = chosenAdmissionPlugins(featuresOf(37), { enabled: ['NodeRestriction'], disabled: ['LimitRanger'] });
    expect([...chosen].filter((name) => !byDefault.has(name))).toEqual(['NodeRestriction']);
    expect([...byDefault].filter((name) => !chosen.has(name))).toEqual(['LimitRanger']);
  });
});
