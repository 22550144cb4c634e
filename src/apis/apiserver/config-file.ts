/**
 * Reads a configuration file of group apiserver.config.k8s.io as strictly as upstream does. Sources:
 * pkg/kubeapiserver/options/authentication.go (loadAuthenticationConfig), k8s.io/apiserver/pkg/apis/apiserver/load.
 */
import { decodeObject } from '../schema/decode.js';
import { CONFIG_GROUP, configSchemas, isConfigKind } from './schemas.js';

/**
 * The object in YAML or JSON. @param minor the Kubernetes minor whose fields and versions are known.
 * @throws Error in one line for what is no such object, or has fields that are not known.
 */
export async function readConfig(text: string, kind: string, minor: number): Promise<Record<string, unknown>> {
  if (text.trim() === '') throw new Error('empty config data');
  const value = await parseYaml(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('it holds no object');
  }
  const { kind: given, apiVersion } = value as { kind?: unknown; apiVersion?: unknown };
  if (typeof given !== 'string' || given === '') throw new Error(missing('Kind', value));
  if (typeof apiVersion !== 'string' || apiVersion === '') throw new Error(missing('apiVersion', value));
  if (given !== kind || !isConfigKind(kind, apiVersion, minor)) {
    throw new Error(
      `no kind ${JSON.stringify(given)} is registered for version ${JSON.stringify(apiVersion)}: ` +
        `write a ${kind} of ${CONFIG_GROUP}/${newestVersion(kind, minor)}`,
    );
  }
  const { object, strictErrors } = decodeObject(configSchemas(minor, versionOf(apiVersion)), kind, value);
  if (strictErrors.length > 0) throw new Error(`strict decoding error: ${strictErrors.join(', ')}`);
  return object;
}

async function parseYaml(text: string): Promise<unknown> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  throw new Error(`line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
}

function missing(what: string, value: object): string {
  return `Object '${what}' is missing in '${JSON.stringify(value)}'`;
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

function newestVersion(kind: string, minor: number): string {
  const known = ['v1', 'v1beta1', 'v1alpha1'];
  return known.find((version) => isConfigKind(kind, `${CONFIG_GROUP}/${version}`, minor)) ?? 'v1';
}
