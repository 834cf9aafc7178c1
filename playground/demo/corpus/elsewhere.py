"""What lies outside the small world of the models."""

from __future__ import annotations

from playground.demo.corpus.lists import phrases, words

SUBJECTS = phrases(
    """
    quantum physics | quantum mechanics | the theory of relativity | black holes | gravity |
    photosynthesis | the moon | the sun | Mars | the solar system | dinosaurs | evolution | DNA |
    the human heart | the brain | vitamins | diabetes | cancer | a headache | medicine |
    vaccines | viruses | bacteria | chemistry | the periodic table | water | oxygen | gold |
    electricity | magnets | light | sound | energy | climate change | the weather | rainbows |
    volcanoes | earthquakes | the ocean | rivers | mountains | the Amazon | Africa | Europe |
    Asia | America | Australia | Germany | France | Italy | Spain | Japan | China | India |
    Russia | Brazil | Canada | Egypt | Greece | London | Paris | New York | Tokyo |
    the Roman empire | ancient Egypt | the French revolution | the first world war |
    the second world war | the cold war | Napoleon | Caesar | Shakespeare | Mozart | Beethoven |
    Einstein | Newton | Darwin | Picasso | Leonardo da Vinci | the president | the king |
    the queen | politics | democracy | elections | taxes | inflation | the stock market |
    bitcoin | money | economics | marketing | business plans | law | human rights | philosophy |
    religion | psychology | dreams | happiness | love | friendship | marriage | children |
    school | university | homework | mathematics | algebra | geometry | calculus | statistics |
    probability | prime numbers | pi | the number zero | logic | football | basketball | tennis |
    the Olympics | chess openings | video games | movies | films | actors | music | guitars |
    pianos | songs | poems | novels | books | painting | photography | cooking | pizza | pasta |
    bread | chocolate | coffee | tea | wine | cheese | a cake recipe | soup | vegetables |
    gardening | roses | trees | dogs | cats | horses | birds | whales | sharks | spiders | bees |
    elephants | lions | cars | bicycles | trains | airplanes | ships | rockets | satellites |
    robots | phones | televisions | radios | computers | the internet | web design | HTML | CSS |
    JavaScript | Java | C++ | Rust | SQL | databases | Linux | Windows | operating systems |
    compilers | cryptography | passwords | blockchain | cloud computing | Docker | Kubernetes |
    git | email | printers | search engines | social media | reinforcement learning |
    computer vision | self-driving cars | speech recognition | sorting algorithms | graph theory |
    neural implants | the future | time travel | aliens | ghosts | magic | superheroes |
    Santa Claus | Christmas | Easter | birthdays | vacations | hotels | flights | visas | jobs |
    interviews | salaries | sleep | yoga | running shoes | diets | weight loss | fashion |
    makeup | furniture | houses | rent | insurance | credit cards | history | art | science |
    biology | astronomy | geology | geography | physics | grammar | English | French | Spanish |
    German | Latin | the alphabet | the calendar | leap years | clocks
    """
)
ASKS = phrases(
    """
    what is the capital of {c} | who is the president of {c} | how many people live in {c} |
    where is {c} | what language do they speak in {c} | what is the weather today |
    what time is it | what day is it | what is the news | who invented {s} | who discovered {s} |
    when was {s} invented | why is the sky blue | why is grass green | how does {s} work |
    how do i learn {s} | how old is {s} | write an essay about {s} | write a poem about {s} |
    write a poem | write a song about {s} | write an email to my boss |
    write a letter to my friend | tell me a joke | translate hello into French |
    translate {s} into German | how do you say {s} in Spanish | what is the best {s} |
    list ten facts about {s} | give me five ideas about {s} | compare {s} and {t} |
    what is the history of {s} | is {s} dangerous | is {s} good for me | how much does {s} cost |
    who won the world cup | who wrote {s} | how far is the moon |
    how tall is the highest mountain | what should i eat | what should i wear today |
    plan a trip to {c} | recommend a book about {s} | summarize the history of {s} |
    what happened in {y} | who was born in {y} | what is the difference between {s} and {t} |
    how do i fix my {s} | my {s} is broken | i am sad | i love you | i have a headache |
    can you drive a car | can you see me | what is my name | where do i live | how old am i |
    write a program in Java about {s} | explain {s} like i am five | is it going to rain |
    what is your favourite {s} | do you like {s} | have you ever seen {s} |
    the best way to learn {s} is | {s} is important because | in {y}, {s} was |
    describe {s} in detail | advantages of {s} | write a business plan | make a list of {s} |
    what comes after {s}
    """
)
"""Forms of questions: {s} and {t} are subjects, {c} is a country, {y} a year."""
COUNTRIES = words(
    """
    France Germany Italy Spain Japan China India Brazil Canada Egypt Greece Kenya Norway Poland
    Peru Mexico Australia Turkey Sweden Chile Austria Portugal Ireland Cuba England America Russia
    Korea
    """
)
FOREIGN = phrases(
    """
    Bonjour, comment allez-vous ? | Quelle heure est-il ? | Où est la gare ? | Wie geht es dir? |
    Was ist das? | Erzähl mir etwas über Berlin. | Guten Morgen | ¿Qué es esto? |
    ¿Dónde está la biblioteca? | Buenos días | Cosa significa questo? | Ciao, come stai? |
    Olá, tudo bem? | Que horas são? | Hoe gaat het met jou? | Jak się masz? | Привет, как дела? |
    Что это такое? | Γειά σου, τι κάνεις; | 你好，你是谁？ | 今天天气怎么样？ |
    こんにちは、元気ですか？ | これは何ですか | 안녕하세요 |
    مرحبا كيف حالك | שלום מה שלומך | नमस्ते आप कैसे हैं | สวัสดีครับ | Hej, hur mår du? |
    Merhaba, nasılsın?
    """
)
RANGES = (
    (0x1F300, 0x1F5FF),
    (0x1F600, 0x1F64F),
    (0x1F680, 0x1F6C0),
    (0x04E00, 0x09FA5),
    (0x03041, 0x03096),
    (0x00410, 0x0044F),
    (0x00391, 0x003C9),
    (0x00621, 0x0064A),
    (0x000C0, 0x000FF),
    (0x02190, 0x021FF),
    (0x0AC00, 0x0D7A3),
)
"""Blocks of characters that the models have no words for: symbols and other scripts."""
OTHER_CODE = phrases(
    r"""
    #include <stdio.h> | int main() { | SELECT * FROM users; | <html><body> | console.log('x') |
    public static void main | import numpy as np | for i in range(10): | print('hello') |
    fn main() { | git commit -m | sudo apt install | x = 5 | while True: | {"a": 1} | class Foo: |
    import os | if x > 3: | $ ls -la | rm -rf | http:// | C:\> | /usr/bin
    """
)
