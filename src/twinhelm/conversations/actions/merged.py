"""What goes along when two clients become one."""

from twinhelm.clients.actions.merging import moves
from twinhelm.conversations.models import Call, Conversation, Draft, FilingMemory, Meeting, Message

moves("conversations.conversation", Conversation.objects.all())
moves("conversations.message", Message.objects.all())
moves("conversations.call", Call.objects.all())
moves("conversations.meeting", Meeting.objects.all())
moves("conversations.draft", Draft.objects.all())
moves("conversations.memory", FilingMemory.objects.all())
