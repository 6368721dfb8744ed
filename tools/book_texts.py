"""Public-domain passages for the sample books, one paragraph per string.

Herman Melville, Moby-Dick (1851); Lewis Carroll, Alice's Adventures in Wonderland (1865); Mary Shelley, Frankenstein
(1818). ``*word*`` marks emphasis.
"""

from __future__ import annotations

MOBY_DICK = """
Call me Ishmael. Some years ago—never mind how long precisely—having little or no money in my purse, and nothing
particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is
a way I have of driving off the spleen and regulating the circulation.

Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly November in my soul; whenever I
find myself involuntarily pausing before coffin warehouses, and bringing up the rear of every funeral I meet; and
especially whenever my hypos get such an upper hand of me, that it requires a strong moral principle to prevent me
from deliberately stepping into the street, and methodically knocking people’s hats off—then, I account it high time
to get to sea as soon as I can.

This is my substitute for pistol and ball. With a philosophical flourish Cato throws himself upon his sword; I quietly
take to the ship. There is nothing surprising in this. If they but knew it, almost all men in their degree, some time
or other, cherish very nearly the same feelings towards the ocean with me.

There now is your insular city of the Manhattoes, belted round by wharves as Indian isles by coral reefs—commerce
surrounds it with her surf. Right and left, the streets take you waterward. Its extreme downtown is the battery, where
that noble mole is washed by waves, and cooled by breezes, which a few hours previous were out of sight of land. Look
at the crowds of water-gazers there.

Circumambulate the city of a dreamy Sabbath afternoon. Go from Corlears Hook to Coenties Slip, and from thence, by
Whitehall, northward. What do you see?—Posted like silent sentinels all around the town, stand thousands upon
thousands of mortal men fixed in ocean reveries.

But look! here come more crowds, pacing straight for the water, and seemingly bound for a dive. Strange! Nothing will
content them but the extremest limit of the land; loitering under the shady lee of yonder warehouses will not suffice.
No. They must get just as nigh the water as they possibly can without falling in.

Say you are in the country; in some high land of lakes. Take almost any path you please, and ten to one it carries you
down in a dale, and leaves you there by a pool in the stream. There is magic in it. Let the most absent-minded of men
be plunged in his deepest reveries—stand that man on his legs, set his feet a-going, and he will infallibly lead you
to water, if water there be in all that region.

Yes, as every one knows, *meditation* and water are wedded for ever. And still deeper the meaning of that story of
Narcissus, who because he could not grasp the tormenting, mild image he saw in the fountain, plunged into it and was
drowned. But that same image, we ourselves see in all rivers and oceans. It is the image of the ungraspable phantom of
life; and this is the key to it all.

I stuffed a shirt or two into my old carpet-bag, tucked it under my arm, and started for Cape Horn and the Pacific.
Quitting the good city of old Manhatto, I duly arrived in New Bedford. It was a Saturday night in December. Much was I
disappointed upon learning that the little packet for Nantucket had already sailed, and that no way of reaching that
place would offer, till the following Monday.

Better sleep with a sober cannibal than a drunken Christian. I never slept better in my life. Upon waking next morning
about daylight, I found Queequeg’s arm thrown over me in the most loving and affectionate manner. You had almost
thought I had been his wife.

It is not down in any map; *true* places never are. Queequeg was a native of Rokovoko, an island far away to the West
and South. Nantucket! Take out your map and look at it. See what a real corner of the world it occupies; how it stands
there, away off shore, more lonely than the Eddystone lighthouse.

Consider the subtleness of the sea; how its most dreaded creatures glide under water, unapparent for the most part,
and treacherously hidden beneath the loveliest tints of azure. Consider also the devilish brilliance and beauty of
many of its most remorseless tribes, as the dainty embellished shape of many species of sharks.

All visible objects, man, are but as pasteboard masks. But in each event—in the living act, the undoubted deed—there,
some unknown but still reasoning thing puts forth the mouldings of its features from behind the unreasoning mask. If
man will strike, strike through the mask! How can the prisoner reach outside except by thrusting through the wall?

It was the whiteness of the whale that above all things appalled me. But how can I hope to explain myself here; and
yet, in some dim, random way, explain myself I must, else all these chapters might be naught.

Now small fowls flew screaming over the yet yawning gulf; a sullen white surf beat against its steep sides; then all
collapsed, and the great shroud of the sea rolled on as it rolled five thousand years ago.
"""

ALICE = """
Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or twice
she had peeped into the book her sister was reading, but it had no pictures or conversations in it, “and what is the
use of a book,” thought Alice “without pictures or conversations?”

So she was considering in her own mind (as well as she could, for the hot day made her feel very sleepy and stupid),
whether the pleasure of making a daisy-chain would be worth the trouble of getting up and picking the daisies, when
suddenly a White Rabbit with pink eyes ran close by her.

There was nothing so *very* remarkable in that; nor did Alice think it so *very* much out of the way to hear the
Rabbit say to itself, “Oh dear! Oh dear! I shall be late!” (when she thought it over afterwards, it occurred to her
that she ought to have wondered at this, but at the time it all seemed quite natural); but when the Rabbit actually
*took a watch out of its waistcoat-pocket*, and looked at it, and then hurried on, Alice started to her feet.

In another moment down went Alice after it, never once considering how in the world she was to get out again. The
rabbit-hole went straight on like a tunnel for some way, and then dipped suddenly down, so suddenly that Alice had not
a moment to think about stopping herself before she found herself falling down a very deep well.

Either the well was very deep, or she fell very slowly, for she had plenty of time as she went down to look about her
and to wonder what was going to happen next. First, she tried to look down and make out what she was coming to, but it
was too dark to see anything; then she looked at the sides of the well, and noticed that they were filled with
cupboards and book-shelves; here and there she saw maps and pictures hung upon pegs.

Down, down, down. There was nothing else to do, so Alice soon began talking again. “Dinah’ll miss me very much
to-night, I should think!” (Dinah was the cat.) “I hope they’ll remember her saucer of milk at tea-time. Dinah my
dear! I wish you were down here with me!”

“Curiouser and curiouser!” cried Alice (she was so much surprised, that for the moment she quite forgot how to speak
good English); “now I’m opening out like the largest telescope that ever was! Good-bye, feet!”

The Caterpillar and Alice looked at each other for some time in silence: at last the Caterpillar took the hookah out
of its mouth, and addressed her in a languid, sleepy voice. “Who are *you*?” said the Caterpillar.

“Would you tell me, please, which way I ought to go from here?” “That depends a good deal on where you want to get
to,” said the Cat. “I don’t much care where—” said Alice. “Then it doesn’t matter which way you go,” said the Cat.

“But I don’t want to go among mad people,” Alice remarked. “Oh, you can’t help that,” said the Cat: “we’re all mad
here. I’m mad. You’re mad.” “How do you know I’m mad?” said Alice. “You must be,” said the Cat, “or you wouldn’t have
come here.”

“Then you should say what you mean,” the March Hare went on. “I do,” Alice hastily replied; “at least—at least I mean
what I say—that’s the same thing, you know.” “Not the same thing a bit!” said the Hatter. “You might just as well say
that ‘I see what I eat’ is the same thing as ‘I eat what I see’!”

“Begin at the beginning,” the King said gravely, “and go on till you come to the end: then stop.”
"""

FRANKENSTEIN = """
You will rejoice to hear that no disaster has accompanied the commencement of an enterprise which you have regarded
with such evil forebodings. I arrived here yesterday, and my first task is to assure my dear sister of my welfare and
increasing confidence in the success of my undertaking.

I am already far north of London, and as I walk in the streets of Petersburgh, I feel a cold northern breeze play upon
my cheeks, which braces my nerves and fills me with delight. Do you understand this feeling? This breeze, which has
travelled from the regions towards which I am advancing, gives me a foretaste of those icy climes.

It was on a dreary night of November that I beheld the accomplishment of my toils. With an anxiety that almost
amounted to agony, I collected the instruments of life around me, that I might infuse a spark of being into the
lifeless thing that lay at my feet. It was already one in the morning; the rain pattered dismally against the panes,
and my candle was nearly burnt out, when, by the glimmer of the half-extinguished light, I saw the dull yellow eye of
the creature open; it breathed hard, and a convulsive motion agitated its limbs.

How can I describe my emotions at this catastrophe, or how delineate the wretch whom with such infinite pains and care
I had endeavoured to form? His limbs were in proportion, and I had selected his features as beautiful. Beautiful!
Great God! His yellow skin scarcely covered the work of muscles and arteries beneath.

The different accidents of life are not so changeable as the feelings of human nature. I had worked hard for nearly
two years, for the sole purpose of infusing life into an inanimate body. For this I had deprived myself of rest and
health.

Nothing is so painful to the human mind as a great and sudden change. The sun might shine or the clouds might lower,
but nothing could appear to me as it had done the day before.

Remember that I am thy creature; I ought to be thy Adam, but I am rather the fallen angel, whom thou drivest from joy
for no misdeed. Everywhere I see bliss, from which I alone am irrevocably excluded. I was benevolent and good; misery
made me a fiend. Make me happy, and I shall again be virtuous.

Beware; for I am fearless, and therefore powerful. I will watch with the wiliness of a snake, that I may sting with
its venom.

He sprang from the cabin window as he said this, upon the ice raft which lay close to the vessel. He was soon borne
away by the waves and lost in darkness and distance.
"""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of one of the texts."""
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]
