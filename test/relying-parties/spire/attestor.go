// Package spire attests agents as a SPIRE server does, by its own plugin k8s_psat: the token is reviewed, then the pod and its node
// are read.
package spire

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/go-hclog"
	nodeattestorv1 "github.com/spiffe/spire-plugin-sdk/proto/spire/plugin/server/nodeattestor/v1"
	configv1 "github.com/spiffe/spire-plugin-sdk/proto/spire/service/common/config/v1"
	"github.com/spiffe/spire/pkg/common/plugin/k8s"
	"github.com/spiffe/spire/pkg/server/plugin/nodeattestor/k8spsat"
	"google.golang.org/grpc"
)

const trustDomain = "example.org"

// Attestor is the plugin, configured by the text that server.conf would have for it.
type Attestor struct{ plugin *k8spsat.AttestorPlugin }

// Agent is what a SPIRE server knows of an agent once it is attested.
type Agent struct {
	ID string
	// Selectors are sorted.
	Selectors []string
}

// Configure starts the plugin. @param config: its plugin_data, HCL.
func Configure(ctx context.Context, config string) (*Attestor, error) {
	plugin := k8spsat.New()
	plugin.SetLogger(hclog.NewNullLogger())
	_, err := plugin.Configure(ctx, &configv1.ConfigureRequest{
		CoreConfiguration: &configv1.CoreConfiguration{TrustDomain: trustDomain},
		HclConfiguration:  config,
	})
	return &Attestor{plugin: plugin}, err
}

// Attest says which agent shows a token.
func (a *Attestor) Attest(ctx context.Context, cluster, token string) (*Agent, error) {
	payload, err := json.Marshal(k8s.PSATAttestationData{Cluster: cluster, Token: token})
	if err != nil {
		return nil, err
	}
	talk := &talk{ctx: ctx, payload: payload}
	if err := a.plugin.Attest(talk); err != nil {
		return nil, err
	}
	attributes := talk.response.GetAgentAttributes()
	slices.Sort(attributes.SelectorValues)
	return &Agent{ID: attributes.SpiffeId, Selectors: attributes.SelectorValues}, nil
}

// talk is the stream between server and plugin: one request, one response.
type talk struct {
	grpc.ServerStream
	ctx      context.Context
	payload  []byte
	response *nodeattestorv1.AttestResponse
}

func (t *talk) Context() context.Context { return t.ctx }

func (t *talk) Recv() (*nodeattestorv1.AttestRequest, error) {
	return &nodeattestorv1.AttestRequest{Request: &nodeattestorv1.AttestRequest_Payload{Payload: t.payload}}, nil
}

func (t *talk) Send(response *nodeattestorv1.AttestResponse) error {
	t.response = response
	return nil
}
