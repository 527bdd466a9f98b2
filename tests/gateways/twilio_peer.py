"""The vendor's side of a callback: signs requests with the vendor's own library, and reads TwiML with an XML parser.

Usage: twilio_peer.py TOKEN

Standard input, one JSON object a line, answered by one each:
  {"sign": URL, "form": {name: value}}  -> {"signature": "..."}
  {"read": TWIML}                       -> {"steps": [{"verb", "attributes", "says": [{"language", "text"}]}]}
The process ends when its standard input is closed.
"""

import json
import sys
from xml.etree import ElementTree

from twilio.request_validator import RequestValidator


def steps(twiml):
    root = ElementTree.fromstring(twiml)
    assert root.tag == "Response", root.tag
    for verb in root:
        says = [verb] if verb.tag == "Say" else verb.findall("Say")
        yield {
            "verb": verb.tag,
            "attributes": verb.attrib,
            "says": [{"language": say.get("language"), "text": say.text} for say in says],
        }


validator = RequestValidator(sys.argv[1])
for line in sys.stdin:
    asked = json.loads(line)
    if "sign" in asked:
        signature = validator.compute_signature(asked["sign"], asked["form"])
        assert validator.validate(asked["sign"], asked["form"], signature)
        answer = {"signature": signature}
    else:
        answer = {"steps": list(steps(asked["read"]))}
    print(json.dumps(answer), flush=True)
