package cluster

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"k8s.io/client-go/util/keyutil"
)

// Claims are changes to a token's claims; what is nil is left out.
type Claims map[string]any

// Resigned is a token with other claims, signed by the server's own key as the server signs.
func Resigned(token string, claims Claims) (string, error) {
	key, err := keyutil.PrivateKeyFromFile(os.Getenv(SigningKeyEnv))
	if err != nil {
		return "", fmt.Errorf("$%s: %w", SigningKeyEnv, err)
	}
	return forged(token, claims, key)
}

// Expired is a token that ran out an hour ago.
func Expired(token string) (string, error) {
	now := time.Now()
	return Resigned(token, Claims{
		"iat": now.Add(-2 * time.Hour).Unix(),
		"nbf": now.Add(-2 * time.Hour).Unix(),
		"exp": now.Add(-time.Hour).Unix(),
	})
}

// SignedByAnother is a token under a key that no server knows: as a token looks whose key was rotated out.
func SignedByAnother(token string) (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", err
	}
	return forged(token, nil, key)
}

// The header stays as it is, with its key ID: that is what the server's verifier finds its keys by.
func forged(token string, changes Claims, key any) (string, error) {
	var header struct {
		KeyID string `json:"kid"`
	}
	if err := decodePart(token, 0, &header); err != nil {
		return "", err
	}
	claims := Claims{}
	if err := decodePart(token, 1, &claims); err != nil {
		return "", err
	}
	for name, value := range changes {
		if value == nil {
			delete(claims, name)
		} else {
			claims[name] = value
		}
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{}).WithHeader("kid", header.KeyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, options)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func decodePart(token string, index int, into any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return fmt.Errorf("a token has three parts, not %d", len(parts))
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[index])
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
