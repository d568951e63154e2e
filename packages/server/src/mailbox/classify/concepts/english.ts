/** What English words mean, for letters; the form is described where the concepts are read. */
export const english = `
delete: delet* eras* remov* wip* purg* destroy* scrub* get+rid rid nuke eliminat* expung* obliterat* clear+out forget+me be+forgotten forgotten bin trash take+down taken+down take+off taken+off shred* scrap* cleanse unlist* pull+down
gone: disappear* vanish* gone erased nothing+left no+trace traces trace
close: clos* shut* terminat* deactivat* cancel* discontinu* leave leaving quit+your done+with
data: data information info infos details record* file files dossier history metadata particulars personal+data personal+information footprint
account: account* profile* membership login customer+number user+id username
content: photo* picture* image* post posts comment* review+i reviews video* recording* forum messages+i
mine: my mine me myself i our us
aboutme: about+me on+me concerning+me regarding+me relating+to+me of+mine about+us in+my+name under+my+name about+my+person
you: you your yours company
hold: hold* stor* keep* kept collect* gather* possess* have+on have+got have+about on+file on+record retain* got+on know+about saved amass* have+stored
know: know+about find+out learn
copy: copy copies overview printout list+of extract transcript breakdown summary+of statement+of rundown
tell: disclosure tell send provide give show disclose let+me+know let+me+have inform supply hand+over forward explain
want: want wish please request* demand* would+like kindly need require ask+you ask+for hereby insist* could+you can+you would+you i+ask like+you grateful appreciate expect
what: what which whatever whether
who: who whom recipients whoever
source: where+did where+from source* where+you+got got+it+from got+my how+did+you+get how+come+you origin obtained
purpose: purpose* why what+for how+long reason+for retention
all: everything all any anything every whole complet* entire* full
share: shar* pass* disclos* given+to give+to hand* transmit* forward* gave+to
sell: sell* sold sale sales+of trade* trading monetis* monetiz* rent* lease
third: third+part* partner* advertiser* broker* other+compan* other+business* affiliates outside anybody+else anyone+else sponsors ad+networks
marketing: marketing advertis* promotional commercial ads ad adverts promotion* telemarketing
newsletter: newsletter* mailing* offers deals catalog* brochure* leaflet* promo* bulletin* circular* flyers spam
mail: email* e+mail* mails texts text+message* sms calls phoning call+me ring+me message* letters post+me contact* whatsapp notifications
receive: receiv* get+any getting bombard* flood* keep+sending sending+me pester*
stop: stop* no+longer no+more cease* quit enough halt don+t+want any+more anymore never+again knock+it+off
unsubscribe: unsubscrib* opt+out opting+out sign+me+off signed+off take+me+off off+your off+this mailing+list distribution+list remove+me+from
not: not never don t didn doesn without cannot won isn
object: object objection objecting oppose* disagree* do+not+agree don+t+agree not+okay+with not+happy+with refuse
use: use using used process* utilis* utiliz* handl*
profile: profiling profil*+me analys* analyz* evaluat* behaviour behavior scoring track* target* predict* personalis* personaliz* segment* recommendation* habits+to
legit: legitimate+interest* legitimate+ground*
restrict: restrict* freez* froz* block* suspend* on+hold hold+off pause* lock+my don+t+touch leave+it untouched limit* quarantin*
until: until while pending meanwhile in+the+meantime as+long+as before+it till whilst for+now
dispute: dispute* court+case contest* lawsuit claim litigation evidence proof settled clarified verified investigat*
correct: sort+it sort+that put+in+order correct* fix* amend* rectif* updat* chang* edit* put+right adjust* replace complet* supplement* add+my
wrong: isn+t+mine not+mine wrong* incorrect* inaccurate* outdat* out+of+date misspel* misspelt typo* spelled spelt mistake* error* not+my+name old+address incomplete missing
name: name* surname maiden first+name last+name title mr mrs ms
address: address* phone birth* birthday postcode street number+is date+of+birth gender salutation zip
moved: moved mov* married marriage divorc* relocat* now+live new+flat remarried wedding transition*
consent: consent* permission agreed agree authori* allowed opt+in opted+in approv* ticked tick+box
withdraw: withdraw* withdrew revok* revoc* rescind* take+back taking+back retract* no+longer+consent cancel+my+consent changed+my+mind
machine: automat* algorithm* computer* machine* software robot bot ai model
decision: decision decided refus* reject* declin* denied turned+down approv* score rating blocked banned suspended
human: someone+real somebody+real human person real+person somebody someone employee member+of+staff flesh+and+blood a+colleague
review: review* reconsider* look+at look+again second+look reassess* re+examine check+it appeal* challenge
export: export* machine+readable csv json xml structured format download* portab* zip+file spreadsheet excel transfer*
other: another+provider another+service competitor new+provider switching other+shop another+shop other+platform elsewhere new+app other+app directly+to
child: child* kid* son daughter* twins toddler boy girl minor underage pupil teen* grandson granddaughter stepson stepdaughter niece nephew
parent: mother mum mom father dad parent* guardian custody foster grandmother grandfather
age: years+old year+old aged age twelve eleven ten nine eight seven thirteen primary+school
complain: complain* complaint grievance unacceptable outrag* disgrac* appall* scandal* shocked furious breach+of+trust
authority: ico dpc authority regulator commissioner ombudsman watchdog attorney+general cppa ftc data+protection+authority supervisory
lawyer: lawyer solicitor attorney court legal+action sue damages compensation barrister
breach: breach* leak* hack* exposed stolen privacy+failure violat* infring* read+out stranger* misus* unlawful* illegal*
answer: answer* reply replied respon* heard+back
ignore: ignor* no+answer no+reply not+answered nobody+has still+nothing nothing+happened silence yet+to deaf+ears
ago: ago weeks last+month twice third+time again+and+again months already reminder deadline
right: right rights gdpr ccpa cpra data+protection+act dsar sar subject+access privacy+law
article: article art section
order: order* parcel package* deliver* shipping courier refund* return* exchange warranty stock size item basket checkout voucher* coupon gift
invoice: invoice* bill* receipt payment* paid charge* bank vat subscription price* plan
job: job application cv resume vacancy position internship career
howto: how+do how+can how+to where+can where+do is+there+a+way what+do+i+have+to is+it+possible
accident: accident* restore* recover* undelete already+deleted by+mistake bring+back
thanks: thank+you+for thanks+for was+great great+service
dead: deceased died late+husband late+wife late+mother late+father passed+away estate executor heir widow death
agent: on+behalf my+client power+of+attorney mandate authorised+agent authorized+agent represent* acting+for our+client
vendor: solution* webinar software+for your+business demo our+platform our+services your+team clients+like compliance+tool dear+business
policy: policy policies terms cookie+banner cookies privacy+notice
`;
