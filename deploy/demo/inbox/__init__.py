"""The demonstration's inbox: all vendors on one port, and a page that shows each message as the phone would.

Reading order: __main__ (the program), web (its addresses), page (what is shown), people, markdown, mail, door.
"""
