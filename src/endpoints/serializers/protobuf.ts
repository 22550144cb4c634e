/** Answers as application/vnd.kubernetes.protobuf. Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf. */
import { newNotAcceptable } from '../../apis/errors.js';
import { groupVersion, type KubeList, type KubeObject, type ObjectMeta } from '../../apis/meta/v1.js';
import { definitionOfKind } from '../../apis/schema/kind-definition.js';
import { encodeEnvelope, messageWriter } from '../../apis/schema/protobuf-encode.js';
import { type WriteMessage } from '../../apis/schema/protobuf-special.js';
import { ProtobufWriter } from '../../apis/schema/protobuf-writer.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { isKubeList, type Table } from '../../printers/table.js';
import { type AnyKind } from '../../registry/rest.js';

/** The kind that a request is about, if any: its own versions know their definitions. */
export type AnsweredKind = Pick<AnyKind, 'group' | 'kind' | 'versions'> | undefined;

type Shown = KubeObject | KubeList | Table;

/** A whole body. @throws StatusError 406 for objects that protobuf has no message for. */
export function protobufOf(object: Shown, schemas: Schemas, kind?: AnsweredKind): Uint8Array {
  const out = new ProtobufWriter(sizeOf(object));
  writeObject(out, object, schemas, kind);
  return out.finish();
}

/** Bytes to begin with: as many as are known to be needed. */
function sizeOf(object: Shown): number {
  let size = SMALL;
  if ('rows' in object || !isKubeList(object)) return size;
  for (const item of object.items) size += (messages.get(item)?.length ?? 0) + ITEM_HEAD;
  return size;
}

const SMALL = 1024;
/** Bytes at most before an item's message: its tag and its length. */
const ITEM_HEAD = 6;

/** An event of a watch: its length in four bytes, then metav1.WatchEvent. @throws StatusError 406 as protobufOf does. */
export function protobufFrame(type: string, object: Shown, schemas: Schemas, kind: AnsweredKind): Uint8Array {
  const out = new ProtobufWriter();
  out.append(new Uint8Array(PROTOBUF_FRAME_HEAD)).text(1, type);
  out.message(2, (extension) => extension.message(1, (raw) => writeObject(raw, object, schemas, kind)));
  const frame = out.finish();
  new DataView(frame.buffer, frame.byteOffset).setUint32(0, frame.length - PROTOBUF_FRAME_HEAD);
  return frame;
}

export const PROTOBUF_FRAME_HEAD = 4;

function writeObject(out: ProtobufWriter, object: Shown, schemas: Schemas, kind: AnsweredKind): void {
  if ('rows' in object) throw notMarshalable('*v1.Table');
  const list = isKubeList(object);
  const definition = definitionOf(object, list, schemas, kind);
  if (definition === undefined) throw notMarshalable(`*unstructured.Unstructured${list ? 'List' : ''}`);
  const write = messageWriter(schemas, definition);
  encodeEnvelope(out, object, (raw) => {
    if (list) writeList(raw, object, schemas, write);
    else writeOnce(raw, object, write);
  });
}

const LIST_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';

function writeList(out: ProtobufWriter, list: KubeList, schemas: Schemas, writeItem: WriteMessage): void {
  const [metadata, items] = list.apiVersion === 'meta.k8s.io/v1beta1' ? [2, 1] : [1, 2];
  const writeMeta = (): void =>
    void out.message(metadata, (inner) => messageWriter(schemas, LIST_META)(inner, list.metadata));
  const writeItems = (): void => {
    for (const item of list.items) {
      const made = messages.get(item);
      if (made === undefined) out.message(items, (inner) => writeOnce(inner, item, writeItem));
      else out.bytes(items, made);
    }
  };
  for (const write of metadata < items ? [writeMeta, writeItems] : [writeItems, writeMeta]) write();
}

const messages = new WeakMap<KubeObject, Uint8Array>();

// Stored objects never change, so their message is made once for all lists and watchers.
function writeOnce(out: ProtobufWriter, object: KubeObject, write: WriteMessage): void {
  const made = messages.get(object);
  if (made !== undefined) {
    out.append(made);
    return;
  }
  const start = out.length;
  write(out, object);
  const stored = (object.metadata as Partial<ObjectMeta> | undefined)?.resourceVersion !== undefined;
  if (stored) messages.set(object, out.since(start));
}

/** Of an object, or of a list's items. */
function definitionOf(
  object: KubeObject | KubeList,
  list: boolean,
  schemas: Schemas,
  kind: AnsweredKind,
): string | undefined {
  const apiVersion = object.apiVersion ?? '';
  const name = list ? (object.kind ?? '').replace(/List$/, '') : (object.kind ?? '');
  const own = kind?.kind === name && kind.versions.find((v) => groupVersion(kind.group, v.version) === apiVersion);
  if (own !== undefined && own !== false) return schemas.has(own.schema) ? own.schema : undefined;
  const slash = apiVersion.indexOf('/');
  const group = apiVersion.slice(0, Math.max(0, slash));
  return definitionOfKind(schemas, { group, version: apiVersion.slice(slash + 1), kind: name });
}

function notMarshalable(goType: string): Error {
  return newNotAcceptable(
    `object ${goType} does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message`,
  );
}
