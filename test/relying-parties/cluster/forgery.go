package cluster

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"k8s.io/client-go/util/keyutil"
)

// Forgery is a token that is not what it says, and how a fact calls it.
type Forgery struct{ Fact, Token string }

// Forgeries are made of a good token: expired, of another issuer, and under another key.
func Forgeries(token string) ([]Forgery, error) {
	key, err := keyutil.PrivateKeyFromFile(os.Getenv(SigningKeyEnv))
	if err != nil {
		return nil, fmt.Errorf("$%s: %w", SigningKeyEnv, err)
	}
	// A key that no server knows: so a token looks whose key was rotated out.
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	expired := map[string]any{
		"iat": now.Add(-2 * time.Hour).Unix(),
		"nbf": now.Add(-2 * time.Hour).Unix(),
		"exp": now.Add(-time.Hour).Unix(),
	}
	forgeries := []Forgery{}
	for _, change := range []struct {
		fact   string
		claims map[string]any
		key    any
	}{
		{"an expired token", expired, key},
		{"a token of another issuer", map[string]any{"iss": "https://issuer.example"}, key},
		{"a token under another key", nil, other},
	} {
		forged, err := forged(token, change.claims, change.key)
		if err != nil {
			return nil, err
		}
		forgeries = append(forgeries, Forgery{change.fact, forged})
	}
	return forgeries, nil
}

// The header stays as it is, with its key ID: that is what the server's verifier finds its keys by.
func forged(token string, changes map[string]any, key any) (string, error) {
	var header struct {
		KeyID string `json:"kid"`
	}
	if err := decodePart(token, 0, &header); err != nil {
		return "", err
	}
	claims := map[string]any{}
	if err := decodePart(token, 1, &claims); err != nil {
		return "", err
	}
	maps.Copy(claims, changes)
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
