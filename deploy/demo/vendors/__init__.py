"""DingTalk, WeCom, WeChat, a text gateway and a mailbox on this machine: they refuse, forget and fail as the real do.

Used by the tests and by the demonstration. Reading order: wire (requests and replies), world (their clock, their
people), dingtalk, wecom, wechat, sms, then faults (scripted trouble), journal, server. They share no code with our
plugins: what both sides get wrong in the same way would prove nothing.
"""
