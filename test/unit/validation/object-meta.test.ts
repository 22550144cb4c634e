import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../../src/apis/field/errors.js';
import { type ObjectMeta } from '../../../src/apis/meta/v1.js';
import { nameIsDNSSubdomain } from '../../../src/apis/validation/names.js';
import { validateObjectMeta, validateObjectMetaUpdate } from '../../../src/apis/validation/object-meta.js';
import { behavioursOf } from '../../../src/features/resolve.js';

const NAME_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const on23 = behavioursOf(23);
const on37 = behavioursOf(37);
const owner = { apiVersion: 'v1', kind: 'A', name: 'o', uid: 'u' };

function create(meta: Partial<ObjectMeta>, wording = on37): string[] {
  const whole = { name: 'bad', namespace: 'ns', ...meta };
  return validateObjectMeta(whole, true, nameIsDNSSubdomain, wording).map(fieldErrorText);
}

function update(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta> = {}, wording = on37): string[] {
  const before = { name: 'set', namespace: 'ns', uid: 'u', resourceVersion: '7', ...old };
  return validateObjectMetaUpdate({ ...before, ...meta }, before, wording).map(fieldErrorText);
}

describe('metadata of a new object, as 1.37 answers', () => {
  const x64 = 'x'.repeat(64);
  it.each<[string, Partial<ObjectMeta>, string[]]>([
    ['good', { labels: { 'example.com/a': 'b' }, annotations: { 'Example.COM/A': 'c' } }, []],
    ['label key', { labels: { '-a': 'b' } }, [`metadata.labels: Invalid value: "-a": name part ${NAME_RULE}`]],
    [
      'label key with two slashes',
      { labels: { 'a/b/c': 'd' } },
      [
        `metadata.labels: Invalid value: "a/b/c": a valid label key ${NAME_RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
      ],
    ],
    [
      'label key with an empty name',
      { labels: { 'a/': 'b' } },
      [
        'metadata.labels: Invalid value: "a/": name part must be non-empty',
        `metadata.labels: Invalid value: "a/": name part ${NAME_RULE}`,
      ],
    ],
    [
      'label key with a bad prefix',
      { labels: { 'A_/b': 'c' } },
      [`metadata.labels: Invalid value: "A_/b": prefix part ${SUBDOMAIN_RULE}`],
    ],
    [
      'label key too long',
      { labels: { [x64]: 'b' } },
      [`metadata.labels: Invalid value: "${x64}": name part must be no more than 63 bytes`],
    ],
    ['label value', { labels: { a: 'b c' } }, [`metadata.labels: Invalid value: "b c": ${VALUE_RULE}`]],
    [
      'label value too long',
      { labels: { a: x64 } },
      [`metadata.labels: Invalid value: "${x64}": must be no more than 63 bytes`],
    ],
    [
      'annotation key',
      { annotations: { 'a b': 'c' } },
      [`metadata.annotations: Invalid value: "a b": name part ${NAME_RULE}`],
    ],
    [
      'annotations too long',
      { annotations: { a: 'x'.repeat(262144) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
    [
      'owner without a uid',
      { ownerReferences: [{ ...owner, uid: '' }] },
      ['metadata.ownerReferences[0].uid: Required value: must not be empty'],
    ],
    [
      'owner that is an event',
      { ownerReferences: [{ ...owner, kind: 'Event' }] },
      [
        'metadata.ownerReferences[0]: Invalid value: {"apiVersion":"v1","kind":"Event","name":"o","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
      ],
    ],
    [
      'owner with a bad version',
      { ownerReferences: [{ ...owner, apiVersion: 'a/b/c' }] },
      ['metadata.ownerReferences[0].apiVersion: Invalid value: "a/b/c": must be <group>/<version> or <version>'],
    ],
    [
      'two controllers',
      {
        ownerReferences: [
          { ...owner, controller: true },
          { apiVersion: 'v1', kind: 'B', name: 'p', uid: 'w', controller: true },
        ],
      },
      [
        'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"A","name":"o","uid":"u","controller":true},{"apiVersion":"v1","kind":"B","name":"p","uid":"w","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for A/o and B/p',
      ],
    ],
    ['no name', { name: '' }, ['metadata.name: Required value: name or generateName is required']],
    [
      'name too long',
      { name: 'x'.repeat(254) },
      [`metadata.name: Invalid value: "${'x'.repeat(254)}": must be no more than 253 characters`],
    ],
    ['name of two dots', { name: '..' }, [`metadata.name: Invalid value: "..": ${SUBDOMAIN_RULE}`]],
    [
      'generateName that cannot be valid',
      { name: 'Bad_x', generateName: 'Bad_' },
      [
        `metadata.generateName: Invalid value: "Bad_": ${SUBDOMAIN_RULE}`,
        `metadata.name: Invalid value: "Bad_x": ${SUBDOMAIN_RULE}`,
      ],
    ],
    ['generateName with a dash', { generateName: 'gen-' }, []],
    [
      'a bad finalizer',
      { finalizers: ['hold', 'example.com/hold', 'kubernetes'] },
      [
        'metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified',
      ],
    ],
    [
      'both policies of deletion',
      { finalizers: ['orphan', 'foregroundDeletion'] },
      [
        'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
  ])('%s', (_, meta, texts) => {
    expect(create(meta)).toEqual(texts);
  });

  it('asks for a namespace where the kind has one, and refuses it elsewhere', () => {
    expect(create({ namespace: '' })).toEqual(['metadata.namespace: Required value']);
    const errors = validateObjectMeta({ name: 'a', namespace: 'b' }, false, nameIsDNSSubdomain, on37);
    expect(errors.map(fieldErrorText)).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
  });
});

describe('metadata of a new object, as 1.23 answers', () => {
  it.each<[string, Partial<ObjectMeta>, string[]]>([
    [
      'label value too long',
      { labels: { a: 'x'.repeat(64) } },
      [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 characters`],
    ],
    [
      'annotations too long',
      { annotations: { a: 'x'.repeat(262144) } },
      ['metadata.annotations: Too long: must have at most 262144 bytes'],
    ],
    [
      'owner without anything',
      { ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] },
      [
        'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
        'metadata.ownerReferences.kind: Invalid value: "": kind must not be empty',
        'metadata.ownerReferences.name: Invalid value: "": name must not be empty',
        'metadata.ownerReferences.uid: Invalid value: "": uid must not be empty',
      ],
    ],
    [
      'owner that is an event',
      { ownerReferences: [{ ...owner, kind: 'Event' }] },
      [
        'metadata.ownerReferences: Invalid value: v1.OwnerReference{APIVersion:"v1", Kind:"Event", Name:"o", UID:"u", Controller:(*bool)(nil), BlockOwnerDeletion:(*bool)(nil)}: /v1, Kind=Event is disallowed from being an owner',
      ],
    ],
  ])('%s', (_, meta, texts) => {
    expect(create(meta, on23)).toEqual(texts);
  });
});

describe('a change of metadata', () => {
  it('keeps what identifies the object', () => {
    expect(update({ uid: 'x' })).toEqual(['metadata.uid: Invalid value: "x": field is immutable']);
    expect(update({ name: 'other' })).toEqual(['metadata.name: Invalid value: "other": field is immutable']);
  });

  it('needs a version', () => {
    expect(update({ resourceVersion: '' })).toEqual([
      'metadata.resourceVersion: Invalid value: "": must be specified for an update',
    ]);
  });

  it('adds no finalizer while the object is being deleted', () => {
    const old = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] };
    expect(update({ finalizers: ['a/b', 'c/d'] }, old)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"c/d"}',
    ]);
    expect(update({ finalizers: [] }, old)).toEqual([]);
  });

  it('shows a deletion time as the version prints times', () => {
    const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect(update(deleted)).toEqual([
      'metadata.deletionTimestamp: Invalid value: "2026-01-01T00:00:00Z": field is immutable',
    ]);
    expect(update(deleted, {}, on23)).toEqual([
      'metadata.deletionTimestamp: Invalid value: 2026-01-01 00:00:00 +0000 UTC: field is immutable',
    ]);
  });
});
