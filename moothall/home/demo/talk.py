"""What the demo council talks about: spaces, conversations and posts, oldest first within each conversation."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """One post: who, how many days ago and at what hour, the words, and files by name."""

    who: str
    days: int
    hour: float
    words: str
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Talk:
    """One conversation."""

    title: str
    posts: tuple[Said, ...]


@dataclass(frozen=True)
class Place:
    """One space."""

    name: str
    purpose: str
    openness: str
    by: str
    members: tuple[str, ...]
    talks: tuple[Talk, ...]
    official: bool = False
    guests: bool = False


FOOTFALL = (
    b"Day,2023-24,2024-25,2025-26\nTuesday,4120,4011,3987\nThursday,3902,3755,3610\n"
    b"Friday,4480,4512,4398\nSaturday (door counter),3310,3720,4105\n"
)
GRIT = b"Bin,Street,Filled\n14,Mill Lane,yes\n15,Chapel Hill,yes\n22,Station Approach,no\n23,Quarry Road,no\n"

PLACES = (
    Place(
        "Libraries and Neighbourhoods",
        "Running the five branches, and what happens around them.",
        "closed",
        "priya",
        ("bethan", "gareth", "joan", "leila", "ewan", "marcus"),
        (
            Talk(
                "Saturday opening at Harrowby: volunteers or relief staff?",
                (
                    Said(
                        "bethan",
                        1,
                        9.2,
                        "Footfall on Saturdays is now higher than on Thursdays, and we are shut. I would like to try 10 to "
                        "2 for twelve weeks. The question is who opens up: two relief staff, or one of us and two trained "
                        "volunteers.",
                        {"Harrowby Saturday footfall 2025-26.csv": FOOTFALL},
                    ),
                    Said(
                        "marcus",
                        1,
                        11.7,
                        "We have nine people who would do one Saturday in three. What we can’t do is hold the keys: our "
                        "insurance stops at the door.",
                    ),
                    Said(
                        "joan",
                        1,
                        17.4,
                        "Residents asked for this at the Mill Lane drop-in. I would back a trial. Please don’t let it rest "
                        "on one person locking up alone in November.",
                    ),
                    Said(
                        "priya",
                        0,
                        6.5,
                        "Then it is **one of us and two volunteers**, and we settle keys and alarms first: Thornby lost "
                        "three Saturdays over that. @Gareth Pugh can the car park gate stay open until 2:30?",
                    ),
                    Said(
                        "gareth",
                        0,
                        7.1,
                        "The gate is locked at one. I can move that if we know by the 12th, there is a rota to change. "
                        "Nobody from us is on site after two though. @priya-raman will you tell the alarm company, or "
                        "shall I?",
                    ),
                ),
            ),
            Talk(
                "Summer Reading Challenge: boxes are at Stoke End",
                (
                    Said(
                        "bethan",
                        4,
                        10.1,
                        "Forty boxes came to Stoke End by mistake. The van can take twelve on each run, so Harrowby has "
                        "theirs on Thursday. Packing list attached.",
                        {"Packing list.txt": b"Harrowby 12\nStoke End 8\nMill Lane 8\nQuarry Road 6\nThe van 6\n"},
                    ),
                    Said(
                        "leila", 4, 13.5, "Parents are asking at the front desk when it starts. Is it still the 11th?"
                    ),
                    Said("bethan", 4, 14.0, "Yes, the 11th, ten o’clock, all branches at once."),
                ),
            ),
            Talk(
                "Lone working devices: trial units for branches",
                (
                    Said(
                        "ewan",
                        9,
                        9.0,
                        "Halden Safety will lend us six lone working devices until August. The battery lasts a shift and a "
                        "half. Borrow, don’t buy, yet: we need to know whether people carry them.",
                    ),
                    Said(
                        "priya",
                        9,
                        11.3,
                        "Yes please. Harrowby and Stoke End close late on four evenings, and a buddy phone is not in place "
                        "at either.",
                    ),
                    Said("bethan", 8, 8.9, "I’ll carry one for a fortnight and write down every time I take it off."),
                ),
            ),
        ),
        official=True,
        guests=True,
    ),
    Place(
        "Front Desk",
        "What residents ask us, and the answers that work.",
        "open",
        "leila",
        ("priya", "tom", "samira", "idris"),
        (
            Talk(
                "Blue badge renewals now take nine days",
                (
                    Said(
                        "leila",
                        2,
                        9.4,
                        "It was three weeks in spring. What helped: photographs can be taken at any branch, and we stopped "
                        "asking for the same letter twice.",
                    ),
                    Said("idris", 2, 16.2, "Thank you. This was the question at every surgery since January."),
                    Said("tom", 1, 8.6, "Can I use this as an example? It is a benefit we can count."),
                ),
            ),
            Talk(
                "“Who do I ask about a tree on my street?”",
                (
                    Said(
                        "leila",
                        12,
                        10.0,
                        "Eleven calls this week. We send people to Highways if it is in the pavement and to Parks if it is "
                        "in grass, and both send them back.",
                    ),
                    Said(
                        "nkechi",
                        12,
                        10.6,
                        "Send them all to me. If it is in the pavement I will pass it on myself, and tell them so.",
                    ),
                    Said(
                        "gareth",
                        12,
                        12.1,
                        "Agreed. Roots lifting a slab are ours, everything above the ground is Nkechi’s.",
                    ),
                ),
            ),
        ),
        official=True,
    ),
    Place(
        "Highways",
        "Roads, gates, grit and lights.",
        "open",
        "gareth",
        ("nkechi", "idris", "leila"),
        (
            Talk(
                "Grit bins before the first frost",
                (
                    Said(
                        "gareth",
                        6,
                        8.0,
                        "Two are empty: Station Approach and Quarry Road. List attached. If you know of another, say so "
                        "here and not by e-mail, so that we don’t fill it twice.",
                        {"Grit bins.csv": GRIT},
                    ),
                    Said("idris", 6, 9.3, "The one by Stoke End Primary has lost its lid."),
                    Said("gareth", 5, 7.8, "Lid on. Photograph tomorrow when there is light."),
                ),
            ),
        ),
    ),
    Place(
        "Parks and Open Spaces",
        "Trees, allotments, the bandstand and everything green.",
        "open",
        "nkechi",
        ("gareth", "joan", "priya"),
        (
            Talk(
                "Bandstand in Harrowby Park: what has been spent",
                (
                    Said(
                        "samira",
                        7,
                        11.0,
                        "A resident asks how much was spent on mending the bandstand each year since 2021 and who did the "
                        "work. If it is all in one place, this is an easy answer.",
                    ),
                    Said(
                        "nkechi",
                        7,
                        13.2,
                        "2021 nothing. 2022: £4,310, roof lead, Tolland and Sons. 2023: £780, paint, our own people. 2024 "
                        "and 2025 nothing. The invoices are in the parks mailbox.",
                    ),
                    Said("samira", 7, 14.1, "That took two hours, not two weeks. Thank you."),
                ),
            ),
            Talk(
                "Allotment waiting list: can we halve the plots?",
                (
                    Said(
                        "nkechi",
                        15,
                        9.5,
                        "There are 212 people waiting and eleven plots came free last year. Half plots would suit many of "
                        "them. What would go wrong?",
                    ),
                    Said(
                        "joan",
                        15,
                        19.0,
                        "Water. One tap serves eight plots on Chapel Hill, and it is argued over already.",
                    ),
                    Said(
                        "nkechi",
                        14,
                        8.7,
                        "Then we try it at Mill Lane, where there are taps enough, and count again in a year.",
                    ),
                ),
            ),
        ),
    ),
    Place(
        "Working in the open",
        "How we use this hall, and what we have learnt. Ask anything.",
        "open",
        "tom",
        ("priya", "samira", "ruth", "ewan", "leila", "joan", "ada"),
        (
            Talk(
                "Start here",
                (
                    Said(
                        "tom",
                        30,
                        9.0,
                        "Three habits:\n\n1. Ask where people can see the question. Somebody has the answer.\n"
                        "2. Write about a colleague or a resident as if they will read it. They may ask to.\n"
                        "3. When a conversation comes to something, say what it came to.\n\n"
                        "Say hello below, with one thing people can ask you about.",
                    ),
                    Said(
                        "samira",
                        30,
                        10.2,
                        "Hello. Ask me what we must tell people who ask, and by when. Usually: more than you fear.",
                    ),
                    Said(
                        "ruth",
                        29,
                        9.1,
                        "Hello. Ask me about risks, also the ones of *not* doing something. Those are seldom written down.",
                    ),
                    Said("joan", 28, 20.4, "Hello from Harrowby. Ask me what residents say at the Mill Lane drop-in."),
                ),
            ),
            Talk(
                "Does talking here make information requests harder?",
                (
                    Said(
                        "ruth",
                        20,
                        9.6,
                        "This is the worry I hear most. What we write here can be asked for. So can what we write in "
                        "e-mail, and nobody can find that.",
                    ),
                    Said(
                        "samira",
                        20,
                        11.0,
                        "Last month one request took me nine days: seven to find who had the e-mail, two to read it. Easy "
                        "to find makes the answer easy.",
                    ),
                ),
            ),
        ),
        official=True,
    ),
    Place(
        "Information requests desk",
        "Who has which request. Names of requesters stay here.",
        "private",
        "samira",
        ("ruth",),
        (
            Talk(
                "Agency staff request: part 4",
                (
                    Said(
                        "samira",
                        3,
                        9.0,
                        "Part 4 asks for the policy on approving agency staff. Human Resources says there is one; nobody "
                        "has sent it. Due on day 20.",
                    ),
                    Said("ruth", 3, 9.8, "There is a paragraph in the financial regulations, 7.3. I’ll send it."),
                ),
            ),
        ),
    ),
)
