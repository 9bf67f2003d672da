#!/usr/bin/env python3
"""Judges AWS Signature Version 4 by botocore's code, and passes on what is right.

    signature_gate.py --upstream 127.0.0.1:5000 --key AKID=SECRET[=TOKEN] [--key …] [--skew 300] [--tamper]
                      [--service bedrock] [--service …] [--unsigned ACTION]

Prints `listening on http://127.0.0.1:PORT`. What is wrong is refused with the status and the error code that AWS uses,
and with the canonical request that was expected. --tamper changes one byte of each body before it is judged, as somebody
on the way might. --service names a service that may be signed for, bedrock if none is named; --unsigned an action of the
query protocol that passes without a signature.
"""
import argparse
import datetime
import hashlib
import hmac
import http.client
import json
import re
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})")
HOP_BY_HOP = ("connection", "transfer-encoding", "content-length", "expect", "date", "server")


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def collect(pairs):
    headers = {}
    for name, value in pairs:
        headers.setdefault(name.lower(), []).append(value)
    return headers


def canonical_query(query):
    def quote(text):
        return urllib.parse.quote(urllib.parse.unquote(text), safe="-_.~")

    pairs = [(part.split("=", 1) + [""])[:2] for part in query.split("&") if part]
    return "&".join(f"{name}={value}" for name, value in sorted((quote(n), quote(v)) for n, v in pairs))


def check_time(stamp, day, skew):
    try:
        when = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    except ValueError:
        raise Refused(403, "IncompleteSignatureException", "x-amz-date is malformed") from None
    age = datetime.datetime.now(datetime.timezone.utc) - when
    if stamp[:8] != day or abs(age.total_seconds()) > skew:
        raise Refused(403, "InvalidSignatureException", f"Signature expired or not yet current: {stamp}")


def check(keys, services, skew, method, target, header_pairs, body):
    """Raises Refused unless the request is signed as AWS demands."""
    headers = collect(header_pairs)

    def first(name):
        return headers.get(name, [None])[0]

    match = AUTHORIZATION.fullmatch(first("authorization") or "")
    if not match:
        raise Refused(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    access_key, day, region, service, term = match[1].rsplit("/", 4)
    signed = match[2].split(";")
    if term != "aws4_request" or service not in services or signed != sorted(signed) or "host" not in signed:
        raise Refused(403, "IncompleteSignatureException", "the scope or the signed headers are malformed")
    secret, token = keys.get(access_key, (None, None))
    if secret is None or first("x-amz-security-token") != token:
        raise Refused(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
    loose = [name for name in headers if name.startswith("x-amz-") and name not in signed]
    if loose:
        raise Refused(403, "InvalidSignatureException", "not signed: " + ", ".join(loose))
    stamp = first("x-amz-date") or ""
    check_time(stamp, day, skew)
    body_hash = hashlib.sha256(body).hexdigest()
    named_hash = first("x-amz-content-sha256")
    if named_hash != body_hash and (named_hash is not None or service == "s3"):
        raise Refused(400, "XAmzContentSHA256Mismatch", "the body is not the one that was signed")

    # S3's keys are no paths: their dots and slashes stay.
    scheme = S3SigV4Auth if service == "s3" else SigV4Auth
    signer = scheme(Credentials(access_key, secret, token), service, region)
    path, _, query = target.partition("?")
    folded = "".join(
        f"{name}:{','.join(re.sub(' +', ' ', value.strip()) for value in headers.get(name, []))}\n" for name in signed)
    canonical = "\n".join([method, signer._normalize_url_path(path), canonical_query(query), folded, ";".join(signed),
                           body_hash])
    request = AWSRequest(method=method, url="http://host" + path, data=body)
    request.context["timestamp"] = stamp
    expected = signer.signature(signer.string_to_sign(request, canonical), request)
    if not hmac.compare_digest(expected, match[3]):
        raise Refused(403, "InvalidSignatureException",
                      "The request signature we calculated does not match. Canonical request: " +
                      canonical.replace("\n", "|"))


class Gate(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    options = None  # set by main
    keys = {}

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.options.tamper:
            body = body[:-1] + b" }"  # the same JSON, other bytes
        if self.needs_no_signature(body):
            self.pass_on(body)
            return
        try:
            check(self.keys, self.options.service or ["bedrock"], self.options.skew, self.command, self.path,
                  self.headers.items(), body)
        except Refused as refusal:
            self.refuse(refusal)
            return
        self.pass_on(body)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST

    def needs_no_signature(self, body):
        if "Authorization" in self.headers:
            return False
        return any(body.startswith(f"Action={action}&".encode()) for action in self.options.unsigned)

    def refuse(self, refusal):
        text = json.dumps({"message": str(refusal)}).encode()
        self.send_response(refusal.status)
        self.send_header("x-amzn-errortype", refusal.code)
        self.send_header("x-amzn-requestid", "00000000-0000-4000-8000-000000000000")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def pass_on(self, body):
        link = http.client.HTTPConnection(self.options.upstream, timeout=60)
        link.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                link.putheader(name, value)
        link.putheader("Content-Length", str(len(body)))
        link.endheaders(body)
        answer = link.getresponse()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if self.command == "HEAD" or answer.status == 204:
            if self.command == "HEAD":
                self.send_header("Content-Length", answer.getheader("Content-Length") or "0")
            self.end_headers()
            link.close()
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while piece := answer.read1(65536):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")
        link.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--skew", type=float, default=300)
    parser.add_argument("--tamper", action="store_true")
    parser.add_argument("--service", action="append")
    parser.add_argument("--unsigned", action="append", default=[])
    Gate.options = parser.parse_args()
    for entry in Gate.options.key:
        access_key, secret, *token = entry.split("=", 2)
        Gate.keys[access_key] = (secret, token[0] if token else None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gate)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
