import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Pod } from '../../../src/apis/core/pod.js';
import { StatusError } from '../../../src/apis/errors.js';
import { DecodeError } from '../../../src/apis/schema/decode-error.js';
import { podServer, type PodServer } from './creation.js';

interface Recorded {
  readonly minors: readonly number[];
  readonly status: number;
  readonly warning?: string;
  readonly body: unknown;
}

/** What real servers of three minors answered to the creation of a pod; `show` is the part that was recorded. */
interface Creation {
  readonly scenario: string;
  readonly step: string;
  readonly pod: object;
  readonly show: 'whole' | 'mounts' | 'volume' | readonly string[];
  readonly recorded: readonly Recorded[];
}

const creations = JSON.parse(
  readFileSync(new URL('recorded-creations.json', import.meta.url), 'utf8'),
) as readonly Creation[];

describe.each([23, 24, 37])('pods on 1.%i, as recorded', (minor) => {
  const scenarios = [...new Set(creations.map(({ scenario }) => scenario))];
  describe.each(scenarios)('%s', (scenario) => {
    const server = podServer(minor);
    const steps = creations.filter((creation) => creation.scenario === scenario);
    it.each(steps.map((creation) => [creation.step, creation] as const))('%s', async (_, { pod, show, recorded }) => {
      const want = recorded.find(({ minors }) => minors.includes(minor));
      server.warnings.length = 0;
      const got = await answer(server, pod, show);
      const warning = server.warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ');
      expect({ ...got, ...(warning === '' ? {} : { warning }), minors: want?.minors }).toEqual(want);
    });
  });
});

async function answer(server: PodServer, pod: object, show: Creation['show']): Promise<Omit<Recorded, 'minors'>> {
  try {
    return { status: 201, body: normalize(part(await server.create(pod), show)) };
  } catch (error) {
    if (error instanceof DecodeError) return { status: 400, body: badRequest(error.message) };
    if (!(error instanceof StatusError)) throw error;
    return { status: error.code, body: normalize(error.status) };
  }
}

function part(pod: Pod, show: Creation['show']): unknown {
  const { spec } = pod;
  if (show === 'whole') return pod;
  if (show === 'volume') return spec.volumes?.[0];
  if (show !== 'mounts') return Object.fromEntries(show.map((path) => [path, at(pod, path)]));
  return {
    account: spec.serviceAccountName,
    volumes: spec.volumes,
    mounts: spec.containers?.map(({ volumeMounts }) => volumeMounts ?? null),
    init: spec.initContainers?.map(({ volumeMounts }) => volumeMounts ?? null),
    pull: spec.imagePullSecrets,
    automount: spec.automountServiceAccountToken,
  };
}

/** `spec.containers.[0].resources`. */
function at(value: unknown, path: string): unknown {
  const keys = path.split('.').map((key) => key.replace(/^\[(\d+)\]$/, '$1'));
  return keys.reduce<unknown>((each, key) => (each as Record<string, unknown> | undefined)?.[key], value);
}

const SUFFIX = /kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

/** Replaces what differs from run to run, as the recordings do. */
function normalize(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(SUFFIX, 'kube-api-access-<rand>')
    .replace(/"resourceVersion":"\d+"/g, '"resourceVersion":"<resourceVersion>"')
    .replace(/"uid":"[^"]+"/g, '"uid":"<uid>"')
    .replace(/"\d{4}-\d\d-\d\dT[\d:]+Z"/g, '"<time>"');
  return JSON.parse(text) as unknown;
}

function badRequest(message: string): object {
  const text = `Pod in version "v1" cannot be handled as a Pod: ${message}`;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: text,
    reason: 'BadRequest',
    code: 400,
  };
}
