"""How facts show a message: without what it says, which concerns nobody else."""

from crm.notify.v1 import messages_pb2 as pb

from chassis.mapping import to_message
from services.notify.messages.model import Message


def told(message: Message) -> pb.Message:
    """The message without its text."""
    return to_message(message, pb.Message, body_text="", body_html="")
