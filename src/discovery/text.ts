/** Discovery's documents in the representation that was negotiated. */
import { encodeProtobuf } from '../apis/schema/protobuf-encode.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type OutputMediaType, PROTOBUF_TYPE, YAML_TYPE } from '../endpoints/negotiation.js';
import { type TextResponse } from '../endpoints/request.js';
import { yamlText } from '../endpoints/serializers/yaml.js';
import { type APIGroupDiscoveryList } from './aggregated.js';
import { type APIGroup, type APIGroupList, type APIResourceList, type APIVersions } from './documents.js';

export type DiscoveryDocument = APIVersions | APIGroupList | APIGroup | APIResourceList | APIGroupDiscoveryList;

/** `schemas`: for answers as protobuf. */
export function documentText(
  document: DiscoveryDocument,
  output: OutputMediaType,
  schemas: () => Schemas,
): TextResponse {
  if (output.mediaType === PROTOBUF_TYPE) {
    const body = encodeProtobuf(schemas(), definitionOf(document), document);
    return { type: 'text', code: 200, contentType: output.contentType, body, object: document };
  }
  if (output.mediaType === YAML_TYPE) {
    return { type: 'text', code: 200, contentType: output.contentType, body: yamlText(document), object: document };
  }
  return { ...json(document, output.pretty), object: document };
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

function definitionOf(document: DiscoveryDocument): string {
  if (document.kind !== 'APIGroupDiscoveryList') return `${META}.${document.kind}`;
  return `io.k8s.api.apidiscovery.${document.apiVersion.slice(document.apiVersion.indexOf('/') + 1)}.${document.kind}`;
}

/** `/`: every path there is; those that end in a slash are listed where upstream lists them. */
export function indexText(paths: readonly string[]): TextResponse {
  return json({ paths: [...new Set(paths)].sort() }, true);
}

function json(document: object, pretty: boolean): TextResponse {
  const body = pretty ? JSON.stringify(document, undefined, 2) : `${JSON.stringify(document)}\n`;
  return { type: 'text', code: 200, contentType: 'application/json', body };
}
