/** Runs a plug-in on a request as the chain does, and tells what came of it. */
import { type AdmissionAttributes, type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { type Container } from '../../../src/apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../src/apis/core/pod.js';
import { StatusError } from '../../../src/apis/errors.js';
import { type ObjectMeta } from '../../../src/apis/meta/v1.js';
import { type Features } from '../../../src/features/features.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { attributes } from './attributes.js';

export interface Outcome {
  /** The refusal's text; undefined where the request is let through. */
  readonly refused: string | undefined;
  readonly code: number | undefined;
  readonly warnings: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

export function featuresOf(minor: number, featureGates?: Readonly<Record<string, boolean>>): Features {
  return resolveFeatures({ version: `1.${String(minor)}`, featureGates });
}

export async function run(plugin: AdmissionPlugin, change: Partial<AdmissionAttributes>): Promise<Outcome> {
  const warnings: string[] = [];
  const annotations: Record<string, string> = {};
  const asked = attributes({
    name: change.object?.metadata.name ?? '',
    warn: (text) => warnings.push(text),
    annotate: (key, value) => {
      annotations[key] = value;
    },
    ...change,
  });
  try {
    await plugin.admit?.(asked);
    await plugin.validate?.(asked);
    return { refused: undefined, code: undefined, warnings, annotations };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { refused: error.message, code: error.status.code, warnings, annotations };
  }
}

export function podOf(spec: PodSpec = {}, metadata: ObjectMeta = {}): Pod {
  return { metadata: { name: 'p', namespace: 'ns', ...metadata }, spec: { containers: [{ name: 'c' }], ...spec } };
}

/** A container that asks for something. */
export function asking(name: string, requests?: Record<string, string>, limits?: Record<string, string>): Container {
  return { name, resources: { ...(requests && { requests }), ...(limits && { limits }) } };
}
