package cluster

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"time"

	"github.com/go-jose/go-jose/v4"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

const interval = 50 * time.Millisecond

// Until asks again and again, up to the end of the context: a real server hears of its own changes a moment later.
func Until(ctx context.Context, holds func() (bool, error)) error {
	for {
		if held, err := holds(); held || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(interval):
		}
	}
}

// MayReviewTokens says whether the bearer of a token may create TokenReviews.
func (c *Cluster) MayReviewTokens(ctx context.Context, token string) (bool, error) {
	return c.may(ctx, token, authorizationv1.ResourceAttributes{
		Verb: "create", Group: "authentication.k8s.io", Resource: "tokenreviews",
	})
}

// MayGetNamespaces says whether the bearer of a token may read every namespace.
func (c *Cluster) MayGetNamespaces(ctx context.Context, token string) (bool, error) {
	return c.may(ctx, token, authorizationv1.ResourceAttributes{Verb: "get", Resource: "namespaces"})
}

func (c *Cluster) may(ctx context.Context, token string, attributes authorizationv1.ResourceAttributes) (bool, error) {
	client, err := c.As(token)
	if err != nil {
		return false, err
	}
	review := &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &attributes},
	}
	review, err = client.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err != nil {
		return false, err
	}
	return review.Status.Allowed, nil
}

// As is a client that shows a bearer token.
func (c *Cluster) As(token string) (kubernetes.Interface, error) {
	return kubernetes.NewForConfig(c.ConfigAs(token))
}

// ConfigAs is how to reach the server with a bearer token.
func (c *Cluster) ConfigAs(token string) *rest.Config {
	config := rest.AnonymousClientConfig(c.Config)
	config.BearerToken = token
	return config
}

// PublicKeys are the keys that verify the server's tokens, PEM, as its key set has them.
func (c *Cluster) PublicKeys(ctx context.Context) ([]string, error) {
	body, err := c.CoreV1().RESTClient().Get().AbsPath("/openid/v1/jwks").DoRaw(ctx)
	if err != nil {
		return nil, err
	}
	var set jose.JSONWebKeySet
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, err
	}
	var keys []string
	for _, key := range set.Keys {
		der, err := x509.MarshalPKIXPublicKey(key.Key)
		if err != nil {
			return nil, err
		}
		keys = append(keys, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
	}
	return keys, nil
}
