import { DecodeError } from '../../apis/schema/decode-error.js';
import { parseJsonText } from '../../apis/schema/json-text.js';
import { type TransportResponse } from '../../transport/http.js';

/** The JSON of an issuer's answer. Throws an Error with go-oidc's text. Source: oidc.go (unmarshalResp). */
export function decodeAnswer({ headers, body }: TransportResponse): unknown {
  try {
    return parseJsonText(body);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const type = headers['content-type'] ?? '';
    const mediaType = type.split(';', 1)[0]?.trim().toLowerCase();
    throw new Error(
      mediaType === 'application/json'
        ? `got Content-Type = application/json, but could not unmarshal as JSON: ${error.message}`
        : `expected Content-Type = application/json, got ${JSON.stringify(type)}: ${error.message}`,
      { cause: error },
    );
  }
}
