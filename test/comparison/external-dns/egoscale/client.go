// Package v3 has the declarations of Exoscale's client that external-dns is compiled with, because its module cannot be
// had from every proxy. Whoever chooses that provider is told so; the comparison runs with BIND alone.
package v3

import (
	"context"
	"errors"

	"github.com/exoscale/egoscale/v3/credentials"
)

var errAbsent = errors.New("this build of external-dns is without Exoscale")

// Client can do nothing.
type Client struct{}

type (
	// Endpoint is a URL.
	Endpoint string
	// UUID names a domain or a record.
	UUID string
	// ClientOpt would change a client.
	ClientOpt func(*Client)
	// Operation would be waited for.
	Operation struct{}
	// OperationState is what an operation can come to.
	OperationState string
	// CreateDNSDomainRecordRequestType is A, CNAME or TXT.
	CreateDNSDomainRecordRequestType string
	// DNSDomainRecordType is A, CNAME or TXT.
	DNSDomainRecordType string
)

// OperationStateSuccess is the end that is hoped for.
const OperationStateSuccess OperationState = "success"

// DNSDomain is a zone.
type DNSDomain struct {
	ID          UUID
	UnicodeName string
}

// DNSDomainRecord is a record of a zone.
type DNSDomainRecord struct {
	ID      UUID
	Name    string
	Type    DNSDomainRecordType
	Content string
	Ttl     int64
}

// ListDNSDomainsResponse holds zones.
type ListDNSDomainsResponse struct{ DNSDomains []DNSDomain }

// ListDNSDomainRecordsResponse holds records.
type ListDNSDomainRecordsResponse struct{ DNSDomainRecords []DNSDomainRecord }

// CreateDNSDomainRecordRequest asks for a record.
type CreateDNSDomainRecordRequest struct {
	Name    string
	Type    CreateDNSDomainRecordRequestType
	Content string
	Ttl     int64
}

// UpdateDNSDomainRecordRequest asks for a change.
type UpdateDNSDomainRecordRequest struct {
	Content string
	Ttl     int64
}

// NewClient always fails, so no method is ever called.
func NewClient(*credentials.Credentials, ...ClientOpt) (*Client, error) { return nil, errAbsent }

// ClientOptWithEndpoint does nothing.
func ClientOptWithEndpoint(Endpoint) ClientOpt { return func(*Client) {} }

// ListDNSDomains is absent.
func (*Client) ListDNSDomains(context.Context) (*ListDNSDomainsResponse, error) {
	return nil, errAbsent
}

// ListDNSDomainRecords is absent.
func (*Client) ListDNSDomainRecords(context.Context, UUID) (*ListDNSDomainRecordsResponse, error) {
	return nil, errAbsent
}

// CreateDNSDomainRecord is absent.
func (*Client) CreateDNSDomainRecord(context.Context, UUID, CreateDNSDomainRecordRequest) (*Operation, error) {
	return nil, errAbsent
}

// DeleteDNSDomainRecord is absent.
func (*Client) DeleteDNSDomainRecord(context.Context, UUID, UUID) (*Operation, error) {
	return nil, errAbsent
}

// UpdateDNSDomainRecord is absent.
func (*Client) UpdateDNSDomainRecord(context.Context, UUID, UUID, UpdateDNSDomainRecordRequest) (*Operation, error) {
	return nil, errAbsent
}

// Wait is absent.
func (*Client) Wait(context.Context, *Operation, ...OperationState) (*Operation, error) {
	return nil, errAbsent
}
