"""Invented posts for the figures: none stands in the training command's templates, nor in a rule's tests.

Harmless ones are those a word counter would get wrong: disclosures, counter-speech that repeats the insult, grief, anger at
those who did it. Abusive ones are what is thrown at survivors in Britain.
"""

from typing import Final

HARMLESS: Final = tuple(
    line.strip()
    for line in """
    it started with lifts home from netball and ended with me in a&e, i was thirteen and no adult asked why
    He'd say nobody will believe a slag like you. He was right for eleven years.
    to the girl in the video, you did nothing wrong my love x
    my brother got called gay for reporting his scout leader. he's 52 now and only told us at Christmas
    i was raped on my way home and the first thing the officer said was what were you wearing
    Dont you dare call these kids prostitutes. Kids cannot be prostitutes.
    "she was asking for it" is what my own nan said. sat there in my school uniform
    cried my eyes out on the bus reading this, fair play to all of yous
    there is no such thing as a child bride, it is child rape and we should say so
    the jury took forty minutes. guilty on all counts. we went outside and I was sick in a bush
    I am so fucking angry I could spit. Four years?? He'll be out in two
    Muslim lass here from Bradford, these men do not speak for me or my family
    when people say 'grooming gangs' they never mean the vicar or the swimming coach
    ive got a learning disability and they called me thick when i gave my statement
    how do i stop my 12 yr old sending photos, she thinks hes 14 but his voice is a grown mans
    Bastards. Every one of them knew and every one of them looked away.
    I hate my body because of him. I hate mirrors. I hate summer.
    he used to call me fat and ugly so that id think nobody else would want me
    is it still abuse if i never said no
    Anyone else get the shakes when the news comes on? Jimmy Savile again tonight, switched it straight off
    my wee cousin got lifted oot a flat wi six men in it. six. she was fourteen
    survivors are not damaged, not broken, not dirty, not liars. say it louder
    I teach year 9 and the things they get sent on their phones would make you weep
    asian girls were abused too and nobody talks about us because of izzat
    Someone wrote 'slut' on my locker the week after I told. I was in year 8.
    had to explain sextortion to my dad today. he just held me. not what i expected
    you're so brave, i could never have stood up in court with him sat there
    Good. Hope he rots.
    Am I a bad mum for not seeing it?
    I was the only boy in the home and they had parties
    trans kids in care get targeted as well, please include us in the posters
    what an idiot I was, I thought he loved me. I was 14
    Black girls get seen as grown. I was treated as a suspect not a victim
    my ex posted my nudes and my head of year asked ME to apologise
    you lot at the helpline saved my life last night thank you
    im not being funny but why is the sentence for fraud longer than for this
    the n word, the p word, worse, that's what they shouted when we left the court
    Has anyone rung the 0800 number? Do they make you give your name?
    ffs just read the report. 1400 children. fourteen hundred
    she is 15 he is 31 and the police said she made a lifestyle choice
    so proud of my daughter for giving evidence behind that screen
    Never told a soul. Sixty-one years old and typing this with my hands trembling.
    """.strip().splitlines()
)

ABUSIVE: Final = tuple(
    line.strip()
    for line in """
    shut it you mouthy tart nobody wants to hear it
    bet ur loving the attention u manky cow
    absolute helmet, did your brain fall out on the way here
    u r a waste of space and a liar
    look at the nick of her, who'd want to touch that
    yous are all snivelling wee rats
    get a grip you melodramatic cretin
    daft bint made it all up for compo
    you're thick as mince pal
    what a bunch of whinging snowflakes you lot are
    shes a lying little scrubber and so are you
    ur mums a slag and so r u
    you utter spoon. delete your account
    you people make me sick, go and cry somewhere else you freaks
    away and boil yer heid ya clatty tramp
    Pathetic excuse for a human being, you are.
    ya daft wee fud naebody believes ye
    imagine being this desperate for likes, you sad old hag
    nobody cares you fat mess
    oi prick i know you can read this
    fuck you and fuck your sob story
    you are the dumbest person on this entire page and that's saying something
    stop crying you big baby man up
    stupid bitches like you ruin mens lives
    """.strip().splitlines()
)

GROUPS: Final = tuple(
    line.strip()
    for line in """
    Gay dads of Leeds raised £400 for the refuge, what a lovely lot
    My imam talked about this at Friday prayers and I was so glad
    Muslim mums group meets Tuesdays, everybody welcome
    Women and girls first please
    black lives matter in children's homes as well
    the Jewish helpline was brilliant with my sister
    Gay and 16 and scared to tell my parents
    A trans woman ran the workshop at our school, kids loved her
    Polish lads on my site all signed it
    Immigrants did nothing to you, he was from three doors down
    Deaf women wait twice as long for an interpreter at the station
    Roma girls go missing and it never makes the news
    I am a lesbian and a survivor and I am still standing
    Asylum seeking boys are being taken from hotels
    men can cry, boys can cry
    ladies this is not on you
    Chinese takeaway was the only place open so I hid in there till mum came
    Catholic priests, Jewish teachers, Muslim drivers, white vicars: it is always about power
    """.strip().splitlines()
)
"""Posts that only name a group of people: scorers learn from hateful texts that naming one is a bad sign."""

KIND: Final = tuple(
    line.strip()
    for line in """
    you daft thing, of course we believe you
    you did that, on that stand, in front of him. unreal
    Yer a wee sweetheart, mind yersel
    give yourself a break love, you were twelve
    you're killing it hun keep going
    your mum should have listened, it was never on you
    you are a credit to every girl in this town
    bloody hell you are tough
    you lot at the refuge are diamonds
    ur not mad ur not dirty ur not to blame
    you can swear all you like, they will still sit with you
    did you know you can ask for a female officer
    you stupid, wonderful, brave woman xx
    you clever girl for screenshotting it all
    shame on you, councillor, those children trusted you
    you would not say that if it was your own daughter
    """.strip().splitlines()
)
"""Posts to somebody that are kind, or cross without an insult, in the shape that insults have."""
