/** metadata.managedFields, and who owns what by it. Source: k8s.io/apimachinery/pkg/util/managedfields/internal/managedfields.go. */
import { compareGoStrings } from '../apis/schema/plain-object.js';
import { FieldSet } from './field-set.js';
import { fromFieldsV1, toFieldsV1 } from './fields-v1.js';

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  /** RFC 3339, with seconds. */
  readonly time?: string | null;
  readonly fieldsType?: string;
  readonly fieldsV1?: unknown;
  readonly subresource?: string;
}

/** What one manager owns. */
export interface Owned {
  readonly set: FieldSet;
  readonly apiVersion: string;
  /** True for what was applied, false for what was written otherwise. */
  readonly applied: boolean;
  /** The set as it is stored, where that is known. */
  readonly fieldsV1?: unknown;
}

export interface Managed {
  /** By the manager's identifier. */
  readonly owners: ReadonlyMap<string, Owned>;
  /** When each of them last changed something. */
  readonly times: ReadonlyMap<string, string>;
}

export const NOTHING_MANAGED: Managed = { owners: new Map(), times: new Map() };

/** `stored`: what is read was written by toFieldsV1. @throws Error with upstream's text where an entry cannot be read. */
export function decodeManagedFields(entries: readonly ManagedFieldsEntry[] = [], stored = false): Managed {
  const owners = new Map<string, Owned>();
  const times = new Map<string, string>();
  for (const [i, entry] of entries.entries()) {
    const { operation, apiVersion = '', fieldsType = '', fieldsV1, time } = entry;
    if (operation !== 'Apply' && operation !== 'Update') throw new Error('operation must be `Apply` or `Update`');
    if (apiVersion === '') throw new Error('apiVersion must not be empty');
    if (fieldsType === '') throw new Error(`missing fieldsType in managed fields entry ${String(i)}`);
    if (fieldsType !== 'FieldsV1') {
      throw new Error(`invalid fieldsType ${JSON.stringify(fieldsType)} in managed fields entry ${String(i)}`);
    }
    const manager = managerIdentifier(entry);
    const set = fieldsV1 === undefined ? new FieldSet() : fromFieldsV1(fieldsV1);
    const owned = { set, apiVersion, applied: operation === 'Apply' };
    owners.set(manager, stored && fieldsV1 !== undefined ? { ...owned, fieldsV1 } : owned);
    if (time == null) times.delete(manager);
    else times.set(manager, time);
  }
  return { owners, times };
}

/** The entries in upstream's order; undefined for none. */
export function encodeManagedFields({ owners, times }: Managed): ManagedFieldsEntry[] | undefined {
  if (owners.size === 0) return undefined;
  const entries = [...owners].map(([identifier, { set, apiVersion, applied, fieldsV1 }]) => {
    const { manager, operation, subresource } = describeManager(identifier);
    const time = times.get(identifier);
    const kept = applied ? 'Apply' : operation;
    return {
      ...(manager === undefined ? {} : { manager }),
      ...(kept === undefined ? {} : { operation: kept }),
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: fieldsV1 ?? toFieldsV1(set),
      ...(subresource === undefined ? {} : { subresource }),
    };
  });
  return entries.length === 1 ? entries : entries.sort(compareEntries);
}

/**
 * Who an entry is of, as a text that is the same for all entries of the same manager: an applier keeps its own through
 * all versions.
 */
export function managerIdentifier(entry: ManagedFieldsEntry): string {
  const { manager = '', operation = '', subresource = '' } = entry;
  const apiVersion = operation === 'Apply' ? '' : (entry.apiVersion ?? '');
  const fields = [
    member('manager', manager),
    member('operation', operation),
    member('apiVersion', apiVersion),
    member('subresource', subresource),
  ];
  return `{${fields.join('').slice(1)}}`;
}

function member(name: string, text: string): string {
  return text === '' ? '' : `,"${name}":${JSON.stringify(text)}`;
}

export function describeManager(identifier: string): ManagedFieldsEntry {
  let described = descriptions.get(identifier);
  if (described === undefined) {
    described = JSON.parse(identifier) as ManagedFieldsEntry;
    if (descriptions.size >= MOST_DESCRIPTIONS) descriptions.clear();
    descriptions.set(identifier, described);
  }
  return described;
}

/** Few managers write most objects. */
const descriptions = new Map<string, ManagedFieldsEntry>();

const MOST_DESCRIPTIONS = 1000;

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return (
    compareGoStrings(a.operation ?? '', b.operation ?? '') ||
    secondsOf(a.time) - secondsOf(b.time) ||
    compareGoStrings(a.manager ?? '', b.manager ?? '') ||
    compareGoStrings(a.apiVersion ?? '', b.apiVersion ?? '') ||
    compareGoStrings(a.subresource ?? '', b.subresource ?? '')
  );
}

export function secondsOf(time: string | null | undefined): number {
  return time == null ? 0 : Math.floor(Date.parse(time) / 1000);
}
