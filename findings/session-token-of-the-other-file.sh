#!/usr/bin/env bash
# One profile in two files, and credentials that nobody issued: keys of one file with the session token of the other.
#
# Versions: botocore 1.44.8 (PyPI), @aws-sdk/credential-providers 3.1175.0 (npm), aws-sdk-go-v2/config v1.33.18 (Go).
# Seen 2026-11-30.
#
# One would guess: a profile's keys in ~/.aws/credentials win over those in ~/.aws/config, and they win as a set. A
# session token is issued with its keys and good for nothing without them, so the token that still lies beside the
# older keys in ~/.aws/config is ignored with them.
#
# What happens where ~/.aws/config has temporary keys with their token, and ~/.aws/credentials has long-lived ones of
# the same profile, which is where `aws configure` writes them:
#   botocore    the keys of ~/.aws/credentials, no token
#   JavaScript  the keys of ~/.aws/credentials with the token of ~/.aws/config
#   Go          the keys of ~/.aws/credentials with the token of ~/.aws/config
# The last two merge the files setting by setting. AWS refuses such a request: its token belongs to another key.
#
# What follows: the AWS CLI works with such a profile, and everything on the other two fails as if the keys were
# wrong. This project takes the token from the file that the access key is in, as botocore does.
#
# Prints what it saw, and ends with 1 if it was anything else. Nothing is sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT # Go's module cache is read-only
cd "$folder"
unset "${!AWS_@}"
export AWS_PROFILE=work AWS_CONFIG_FILE=$folder/config AWS_SHARED_CREDENTIALS_FILE=$folder/credentials
export AWS_EC2_METADATA_DISABLED=true GOMODCACHE=$folder/modules GOFLAGS=-mod=mod
cat >config <<'CONFIG'
[profile work]
region = us-east-1
aws_access_key_id = ASIATEMPORARY
aws_secret_access_key = secret-of-the-temporary-key
aws_session_token = token-of-the-temporary-key
CONFIG
cat >credentials <<'CREDENTIALS'
[work]
aws_access_key_id = AKIALONGLIVED
aws_secret_access_key = secret-of-the-long-lived-key
CREDENTIALS

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/credential-providers@3.1175.0
mkdir go
cat >go/go.mod <<'GO'
module finding
go 1.23
require github.com/aws/aws-sdk-go-v2/config v1.33.18
GO

cat >client.py <<'PYTHON'
import botocore.session
keys = botocore.session.Session().get_credentials().get_frozen_credentials()
print("botocore  ", keys.access_key, keys.secret_key, keys.token or "no token")
PYTHON
cat >client.mjs <<'JAVASCRIPT'
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
const keys = await fromNodeProviderChain()();
console.log("JavaScript", keys.accessKeyId, keys.secretAccessKey, keys.sessionToken ?? "no token");
JAVASCRIPT
cat >go/main.go <<'GO'
package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	settings, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		fmt.Println("Go        ", err)
		return
	}
	keys, err := settings.Credentials.Retrieve(context.Background())
	if err != nil {
		fmt.Println("Go        ", err)
		return
	}
	if keys.SessionToken == "" {
		keys.SessionToken = "no token"
	}
	fmt.Println("Go        ", keys.AccessKeyID, keys.SecretAccessKey, keys.SessionToken)
}
GO
(cd go && go build -o ../client . 2>go.log) || { cat go/go.log; exit 1; }

expected='botocore   AKIALONGLIVED secret-of-the-long-lived-key no token
JavaScript AKIALONGLIVED secret-of-the-long-lived-key token-of-the-temporary-key
Go         AKIALONGLIVED secret-of-the-long-lived-key token-of-the-temporary-key'
got=$(python/bin/python client.py; node --no-warnings client.mjs; ./client)
echo "$got"
[ "$got" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
