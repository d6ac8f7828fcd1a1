"""The demo council's two small mailboxes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One message: who wrote it, how many days ago and at what hour, and which letter it answers."""

    key: str
    sender: str
    subject: str
    words: str
    days: int
    hour: float
    answers: str = ""


@dataclass(frozen=True)
class Box:
    """One mailbox with its owner and other custodians."""

    address: str
    name: str
    owner: str
    custodians: tuple[str, ...]
    letters: tuple[Letter, ...]


LIBRARIES, PARKS = "libraries@wexmoor.example", "parks@wexmoor.example"

BOXES = (
    Box(
        LIBRARIES,
        "Libraries",
        "priya",
        ("bethan", "leila"),
        (
            Letter(
                "halden1",
                "Halden Safety <sales@halden.example>",
                "Six lone working units, on loan until August",
                "Dear Ms Lloyd,\n\nWe can lend the council six lone working devices until the end of August. The battery "
                "lasts a shift and a half, and the alarm goes to a person, not to a recording.\n\nWe can deliver on "
                "Thursday if someone can sign for them at Harrowby.\n\nYours,\nHalden Safety",
                11,
                9.0,
            ),
            Letter(
                "halden2",
                f"Bethan Lloyd <{LIBRARIES}>",
                "Re: Six lone working units, on loan until August",
                "Thursday is fine, I am there from nine. Who may sign, and what happens if one is lost?\n\nBethan",
                11,
                11.5,
                "halden1",
            ),
            Letter(
                "halden3",
                "Halden Safety <sales@halden.example>",
                "Re: Six lone working units, on loan until August",
                "Anyone on your staff may sign. A lost unit is £64; the first is on us.",
                10,
                8.7,
                "halden2",
            ),
            Letter(
                "hours",
                "R. Whitcombe <r.whitcombe@mail.example>",
                "Opening hours and staff numbers since 2019",
                "Please could you tell me, for each library, the number of hours open and the number of staff in each year "
                "since 2019. I would like this by e-mail.\n\nR. Whitcombe, Quarry Road",
                1,
                9.5,
            ),
            Letter(
                "visit",
                "Stoke End Primary <office@stokeend.example>",
                "Class visit, 28 children",
                "Could the reading corner be free from ten on the sixteenth? Two of the children use wheelchairs, so we "
                "would need the side door.\n\nThank you,\nThe school office",
                2,
                8.8,
            ),
            Letter(
                "step",
                "D. Marsh <d.marsh@mail.example>",
                "The step at the side door",
                "It is still loose. My mother nearly went over on Saturday. I told someone at the desk in March.",
                3,
                18.2,
            ),
            Letter(
                "step2",
                f"Leila Osman <{LIBRARIES}>",
                "Re: The step at the side door",
                "I am sorry, and glad she is not hurt. I have passed it on today and will tell you the day it is mended.\n\n"
                "Leila Osman",
                2,
                9.1,
                "step",
            ),
            Letter(
                "thornby",
                "Thornby District Council <libraries@thornby.example>",
                "Our lesson on volunteer openings",
                "As promised on the telephone. We asked volunteers to open up before we asked who held the keys. Three "
                "Saturdays lost. Settle keys and alarms first. Our key register is yours to copy.",
                5,
                15.0,
            ),
            Letter(
                "rota",
                "Marcus Finch <marcus.finch@friends.example>",
                "Rota, first go",
                "Nine names, and Sheila can do the 25th after all. Two people still need the training on the till.",
                6,
                19.5,
            ),
            Letter(
                "maps",
                "County Archive <enquiries@archive.example>",
                "Return of the parish maps",
                "The crate is ready and needs two people to lift. Weekday mornings suit us best.",
                13,
                10.0,
            ),
        ),
    ),
    Box(
        PARKS,
        "Parks",
        "nkechi",
        ("gareth",),
        (
            Letter(
                "tolland1",
                "Tolland and Sons <office@tolland.example>",
                "Invoice 2022/118, bandstand roof",
                "Invoice 2022/118: lead to the bandstand roof, Harrowby Park. Labour £2,950, materials £1,360, in all "
                "£4,310.\n\nThirty days, please.",
                400,
                9.0,
            ),
            Letter(
                "tolland2",
                f"Nkechi Obi <{PARKS}>",
                "Re: Invoice 2022/118, bandstand roof",
                "Passed for payment. The flashing on the north side lifts in wind; could you look when you are next by?",
                399,
                14.0,
                "tolland1",
            ),
            Letter(
                "bees",
                "Wexmoor Beekeepers <hives@bees.example>",
                "Hives on the Chapel Hill allotments",
                "We would like to put two hives behind the water tank. Our insurance covers visitors. May we come and show "
                "the plot holders?",
                16,
                12.4,
            ),
            Letter(
                "elm",
                "P. Strand <p.strand@mail.example>",
                "The elm outside 14 Mill Lane",
                "A branch as thick as my arm came down in the night. No one was under it. There are two more like it.",
                2,
                7.6,
            ),
            Letter(
                "elm2",
                f"Nkechi Obi <{PARKS}>",
                "Re: The elm outside 14 Mill Lane",
                "Someone is with you before noon with a saw and cones. Please keep the children on the other side until "
                "then.\n\nNkechi Obi",
                2,
                8.0,
                "elm",
            ),
        ),
    ),
)
