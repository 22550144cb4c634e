// Package cluster prepares what relying parties are tested with: accounts, pods, nodes, and tokens good and bad.
// All of it works on any API server, given an administrator's kubeconfig and the key that signs its tokens.
package cluster

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/url"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"kubemint/relying-parties/facts"
)

// SigningKeyEnv names the file with the private key that signs the server's tokens, PEM.
const SigningKeyEnv = "SERVICE_ACCOUNT_SIGNING_KEY_FILE"

// Cluster is one API server, seen by its administrator, and a namespace for one relying party.
type Cluster struct {
	kubernetes.Interface
	Config    *rest.Config
	Namespace string
	// CA verifies the server's certificate, PEM.
	CA string
	// Issuer is what the server's discovery document says.
	Issuer string

	bindings, roles []string
}

// Connect finds the server of the kubeconfig that KUBECONFIG names. A namespace is made for the party, whose name it begins with;
// facts call it by the party's name alone.
func Connect(ctx context.Context, party string) (*Cluster, error) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv(clientcmd.RecommendedConfigPathEnvVar))
	if err != nil {
		return nil, err
	}
	if err := verifyBySeenCertificates(config); err != nil {
		return nil, err
	}
	// A party asks as fast as it can, and is alone here.
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	ca := config.CAData
	if len(ca) == 0 {
		if ca, err = os.ReadFile(config.CAFile); err != nil {
			return nil, err
		}
	}
	cluster := &Cluster{Interface: client, Config: config, CA: string(ca)}
	if cluster.Issuer, err = cluster.findIssuer(ctx); err != nil {
		return nil, err
	}
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: party + "-"}}
	namespace, err = client.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	cluster.Namespace = namespace.Name
	facts.Call(namespace.Name, party)
	return cluster, nil
}

// Leave deletes the namespace and what was bound.
func (c *Cluster) Leave(ctx context.Context) error {
	for _, name := range c.bindings {
		if err := c.RbacV1().ClusterRoleBindings().Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
			return err
		}
	}
	for _, name := range c.roles {
		if err := c.RbacV1().ClusterRoles().Delete(ctx, name, metav1.DeleteOptions{}); err != nil {
			return err
		}
	}
	return c.CoreV1().Namespaces().Delete(ctx, c.Namespace, metav1.DeleteOptions{})
}

func (c *Cluster) findIssuer(ctx context.Context) (string, error) {
	body, err := c.CoreV1().RESTClient().Get().AbsPath("/.well-known/openid-configuration").DoRaw(ctx)
	if err != nil {
		return "", err
	}
	var document struct {
		Issuer string `json:"issuer"`
	}
	err = json.Unmarshal(body, &document)
	return document.Issuer, err
}

// Relying parties need a CA; a kubeconfig that verifies nothing has none, so the certificates that are shown are taken for it.
func verifyBySeenCertificates(config *rest.Config) error {
	if !config.Insecure {
		return nil
	}
	server, err := url.Parse(config.Host)
	if err != nil {
		return err
	}
	connection, err := tls.Dial("tcp", server.Host, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		return fmt.Errorf("asking %s for its certificates: %w", server.Host, err)
	}
	defer connection.Close()
	for _, certificate := range connection.ConnectionState().PeerCertificates {
		block := &pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}
		config.CAData = append(config.CAData, pem.EncodeToMemory(block)...)
	}
	config.Insecure = false
	return nil
}
