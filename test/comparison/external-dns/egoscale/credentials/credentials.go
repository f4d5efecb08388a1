// Package credentials is a part of the stand-in for Exoscale's client.
package credentials

// Credentials are never used.
type Credentials struct{}

// NewStaticCredentials returns none.
func NewStaticCredentials(string, string) *Credentials { return &Credentials{} }
