package cluster

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"

	"github.com/go-jose/go-jose/v4"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

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

// WriteKubeconfig writes a kubeconfig with a bearer token.
func (c *Cluster) WriteKubeconfig(token, file string) error {
	config := api.NewConfig()
	config.Clusters["it"] = &api.Cluster{Server: c.Config.Host, CertificateAuthorityData: []byte(c.CA)}
	config.AuthInfos["it"] = &api.AuthInfo{Token: token}
	config.Contexts["it"] = &api.Context{Cluster: "it", AuthInfo: "it", Namespace: c.Namespace}
	config.CurrentContext = "it"
	return clientcmd.WriteToFile(*config, file)
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
