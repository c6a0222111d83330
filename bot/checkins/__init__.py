"""Check-ins: every four to six weeks a member looks at how they are, with four short questions.

The answers are the member's alone. No figure of the group is made of them, and nobody else learns
who answered. It is not a validated instrument: it names nothing and gives no sum.
"""
