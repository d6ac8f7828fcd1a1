"""Council prose and pasted tables in which nothing is about anybody: none of it may bring a warning."""

INNOCENT = {
    "planning references": """
        The committee decided PL/2024/01873 and 24/00417/FUL on 14 March 2024. Appeal APP/X1118/W/23/3329471 was
        dismissed. The site lies at SX 48012 56120, UPRN 100040432114 and 10002432345, title DN123456.
    """,
    "telephones": """
        Ring the duty line on 01632 960 961, the out of hours number 0808 157 0192, or Priya on 07700 900 123.
        From abroad: +44 1632 960961, +44 (0)7700 900123, +44 7700900982. Freephone 0800 1111. Text 60163 to report it.
    """,
    "phones that a spreadsheet shortened": "Site\tContact\n"
    + "\n".join(f"Depot {n}\t7{n}0090{n}{n}12{n}" for n in range(1, 9)),
    "books": """
        ISBN 0-306-40615-2, ISBN-10: 0306406152, ISBN 978-0-306-40615-7, ISBN 9780306406157. Order 4000012340 arrived.
        The reading group starts with ISBN 4770028962.
    """,
    "dates of meetings": """
        Planning Committee	12/03/2019
        Scrutiny Panel	14/05/2020
        Cabinet	02/06/2021
        Harrowby Parish Council	07/09/2022
        Audit and Governance Committee	11/11/2023
    """,
    "councillors and their elections": """
        Councillor	Ward	First elected
        Cllr Joan Tregarthen	Harrowby	02/05/2013
        Cllr Amir Hassan	Dene	04/05/2017
        Cllr Sian Beddoe	Quay	06/05/2021
        Cllr Owen Fry	Moor	22/10/2015
    """,
    "who trained when": """
        Fire marshal training, completed:
        Gareth Pugh 14/07/2016
        Priya Raman 03/02/2018
        Bethan Lloyd 19/09/2020
        Tom Adeyemi 22/11/2021
    """,
    "a history in prose": """
        Ruth Calloway came to us on 3 March 2009. Dilys Okafor was made chief executive on 1 April 2014, when Alan Pym
        had left; Marcus Finch founded the Friends on 12 June 1998, and Joan Tregarthen has chaired them
        since 2 May 2003.
    """,
    "invoices": """
        Supplier	Invoice	Date	Net	VAT
        Acme Paving Ltd	10023401	12-03-24	£4,120.00	£824.00
        Dene Skips plc	20240312	14-03-24	£1,300.50	£260.10
        Moor Glass Ltd	30077120	02-04-24	£12,999.99	£2,600.00
        Total 18420.49, purchase order 4500017821, cost centre 4120 4130 4140 4150, supplier 0000412233
    """,
    "a budget": """
        2019/20 2020/21 2021/22 2022/23 2023/24
        4120 4250 4310 4480 4555
        1 203 445  1 240 118  1 299 870  1 310 004
        Reserves stood at 12 345 678 on 31-03-24; 23-24 outturn 20240331.
    """,
    "a rota": """
        Mon 06-05-24 Gareth, Tue 07-05-24 Bethan, Wed 08-05-24 Priya. Codes 11223344 and 55667788 open the shutters.
        Week 1: 10-17, week 2: 12-19. Bank holiday 27-05-24, closed; ref 20240527.
    """,
    "meters and assets": """
        MPAN 1200023305967, meter serial 19L3412345, gas MPRN 4289107602, laptop IMEI 356938035643809, asset MH004512.
        Vehicle AB12 CDE, fleet number 4471. SKU 5012345678900. Tracking 1Z 999 AA1 01 2345 6784.
    """,
    "addresses": """
        Wexmoor Town Hall, 12 High Street, Wexmoor WX1 2AB. Grid reference SX480561. what3words not needed.
        IP 192.168.100.200, version 1.2.3.4, commit 4f5a1b2c, VAT GB 123 4567 89, company 01234567, charity 1145678.
    """,
    "words that begin like an IBAN": "The bus stop is GB29; room DE12, class PL10 and form FR20 go to the printer.",
    "what staff say of each other": """
        Jane Smith and Tom Brown cover the desk on 12/03/2025, Ann Lee and Bob Fry on 19/03/2025,
        Cy Rees on 26/03/2025.
    """,
    "a plan with dates": """
        | Step | Lead | By |
        |---|---|---|
        | Draft the policy | Priya Raman | 12/03/2027 |
        | Talk to unions | Gareth Pugh | 02/04/2028 |
        | Adopt it | Ruth Calloway | 01/05/2029 |
    """,
    "law": "SI 2018/356, Local Government Act 1986 s.2, C-101/01, [2014] EWHC 1234 (Admin), FS50123456, IC-12345-A1B2.",
}
